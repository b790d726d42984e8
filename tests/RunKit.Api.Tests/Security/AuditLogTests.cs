using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api.Security;
using RunKit.ControlPlane.Panes;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Api.Tests.Security;

public sealed class AuditLogTests
{
    private static readonly RunId Run = new(7);
    private const string Secret = "hunter2 is my password";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // A body for each endpoint that changes something; an endpoint that is new needs one here.
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["/v1/servers"] = "{\"server\":\"build\"}",
        ["/v1/servers/{name}/kill"] = "",
        ["/v1/servers/{name}/release"] = "",
        ["/v1/servers/{name}/guard"] = "",
        ["/v1/servers/{name}/exec"] = "{\"command\":[\"list-sessions\"]}",
        ["/v1/servers/{name}/run"] = "{\"command\":[\"make\"]}",
        ["/v1/servers/{name}/panes/{id}/send"] = "{\"text\":\"make\"}",
        ["/v1/servers/{name}/panes/{id}/keys"] = "{\"keys\":[\"Enter\"]}",
        ["/v1/runs/{id}/cancel"] = "",
    };

    public static TheoryData<string> Changes => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_intent_is_written_before_anything_is_done_and_the_outcome_after_it(string path)
    {
        var trail = new Trail();
        await using var host = await StartAsync(trail);
        string[]? before = null;
        host.Plane.OnNew = _ => Seen(new CreateOutcome.NotCreated("no"));
        host.Plane.OnKill = _ => Seen(new KillOutcome.AlreadyDead());
        host.Plane.OnCommand = (_, _, _) => Seen(CommandOutcome.Completed.Of());
        host.Plane.OnSend = (_, _) => Seen(new SendOutcome.Refused("no"));
        host.Plane.OnKeys = (_, _) => Seen(new SendOutcome.Refused("no"));
        host.Plane.OnRun = (_, _) => Seen<RunEvent[]>([]);
        host.Plane.Runs = [new RunView("n", Run, new("build"), new(1), new(1), new(5), ["make"], DateTimeOffset.UnixEpoch)];
        host.Plane.OnLook = () => before = path.EndsWith("cancel", StringComparison.Ordinal) ? trail.Lines : before;
        using var client = host.Client();

        await client.PostAsync(At(path), new StringContent(Bodies[path]));

        before.ShouldNotBeNull(path).Single().ShouldContain("\"phase\":\"intent\"");
        trail.Entries.Select(entry => entry.Phase).ShouldBe([AuditPhase.Intent, AuditPhase.Outcome]);
        trail.Entries.Select(entry => entry.Request).Distinct().Count().ShouldBe(1);
        trail.Entries.ShouldAllBe(entry => entry.Server == "build" && entry.By.StartsWith("uid-"));

        T Seen<T>(T outcome)
        {
            before = trail.Lines;
            return outcome;
        }
    }

    private static string At(string path) => path.Replace("{name}", "build", StringComparison.Ordinal)
        .Replace("{id}", path.Contains("/runs/", StringComparison.Ordinal) ? $"{Run}" : "5", StringComparison.Ordinal);

    [Fact]
    public async Task Every_endpoint_that_changes_something_is_among_those_that_are_tried()
    {
        await using var host = await ApiHost.StartAsync();

        var changing = host.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Change>() is not null).Select(endpoint => endpoint.RoutePattern.RawText!);

        // What is about a node is about no server: the tests of nodes try it.
        changing.ShouldBe([.. Bodies.Keys, "/v1/nodes/{node}/forget"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_typed_into_a_pane_is_never_written_down_only_how_much_it_is()
    {
        var trail = new Trail();
        await using var host = await StartAsync(trail);
        using var client = host.Client();
        string[][] commands =
        [
            ["send-keys", "-l", Secret], ["send", Secret], ["set-buffer", Secret], ["setb", Secret], ["load-buffer", "-"], ["paste-buffer", "-b", Secret],
            ["run-shell", Secret], ["if-shell", Secret, Secret], ["new-window", Secret], ["set-environment", "X", Secret], [Secret], [Secret + ";", Secret],
            ["display-message", Secret, ";", "send-keys", Secret], ["command-prompt", "-I", Secret], ["bind-key", "x", Secret], ["pipe-pane", Secret],
        ];
        foreach (var command in commands)
        {
            (await client.PostAsync("/v1/servers/build/exec", Json(command, Secret))).EnsureSuccessStatusCode();
        }

        await client.PostAsync("/v1/servers", new StringContent(JsonSerializer.Serialize(new { server = "build", command = (string[])["sh", Secret], environment = (string[])[$"A={Secret}"] })));

        await client.PostAsync("/v1/servers/build/run", new StringContent(JsonSerializer.Serialize(new { command = (string[])[Secret, Secret] })));
        await client.PostAsync("/v1/servers/build/panes/5/send", new StringContent(JsonSerializer.Serialize(new { text = Secret })));
        await client.PostAsync("/v1/servers/build/panes/5/keys", new StringContent(JsonSerializer.Serialize(new { keys = (string[])[Secret] })));
        host.Plane.Asked.Count(asked => asked.Contains("hunter2")).ShouldBeGreaterThan(commands.Length, "the plane has it");

        var written = string.Join('\n', [.. trail.Lines, .. host.Log.Of("runkit.audit")]);
        written.ShouldNotContain("hunter2");
        written.ShouldNotContain("password");
        trail.Entries.First().Commands.ShouldBe(["send-keys"]);
        trail.Entries.First().Words.ShouldBe(3);
        trail.Entries.First().Characters.ShouldBe("send-keys-l".Length + (2 * Secret.Length));
        trail.Entries.ElementAt(2).Commands.ShouldBe(["send-keys"], "by its alias");
        trail.Entries.ElementAt(20).Commands.ShouldBe(["?"], "no command's name");
        trail.Entries.ElementAt(24).Commands.ShouldBe(["display-message", "send-keys"]);
    }

    [Fact]
    public async Task No_word_of_a_caller_makes_another_field_or_another_line()
    {
        var trail = new Trail();
        await using var host = await StartAsync(trail);
        using var client = host.Client();
        const string forged = "kill-server server=work by=root outcome=done\n{\"phase\":\"outcome\",\"by\":\"root\"}\u2028\" and then some more, so that it is cut";

        await client.PostAsync("/v1/servers/build/exec", Json([forged], null));
        await client.PostAsync($"/v1/servers/{Uri.EscapeDataString(forged)}/guard", null);

        foreach (var line in trail.Lines.Concat(host.Log.Of("runkit.audit").Select(line => line["audit ".Length..])))
        {
            line.Any(c => c is < ' ' or > '~').ShouldBeFalse(line);
            using var json = JsonDocument.Parse(line);
            json.RootElement.GetProperty("by").GetString().ShouldStartWith("uid-");
        }

        trail.Entries.Last().Server.ShouldBe(forged[..100] + "...");
    }

    [Fact]
    public async Task Callers_who_hang_up_leave_both_lines_and_no_error()
    {
        const int callers = 200;
        var trail = new Trail();
        await using var host = await StartAsync(trail);
        var acted = 0;
        host.Plane.OnCommand = (_, _, _) =>
        {
            Interlocked.Increment(ref acted);
            return CommandOutcome.Completed.Of();
        };
        var body = "{\"command\":[\"list-sessions\"]}";
        for (var i = 0; i < callers; i++)
        {
            var stream = await host.ConnectAsync(overTcp: false, CancellationToken.None);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/servers/build/exec HTTP/1.1\r\nHost: n\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            await stream.DisposeAsync();
        }

        // It ends when every client has been served or is gone.
        await host.StopAsync();

        Count(AuditPhase.Intent).ShouldBe(acted);
        Count(AuditPhase.Outcome).ShouldBeGreaterThanOrEqualTo(acted);
        trail.Entries.Where(entry => entry.Phase == AuditPhase.Outcome).GroupBy(entry => entry.Request).ShouldAllBe(same => same.Count() == 1);
        host.Log.Of("runkit").ShouldAllBe(line => line.Contains("has hung up"));
        host.Log.Of("runkit").Length.ShouldBeLessThanOrEqualTo(callers);
        host.Log.Of("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware").ShouldBeEmpty();
        host.Log.Of("Microsoft.AspNetCore.Server.Kestrel").Where(line => line.Contains("exception", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();

        int Count(AuditPhase phase) => trail.Entries.Count(entry => entry.Phase == phase);
    }

    [Fact]
    public async Task A_change_whose_caller_has_hung_up_is_seen_through_and_its_outcome_written()
    {
        var trail = new Trail();
        await using var host = await StartAsync(trail);
        using var go = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        host.Plane.OnKill = _ =>
        {
            begun.Release();
            go.Wait(Limit).ShouldBeTrue();
            return new KillOutcome.StillAlive("it does not die");
        };
        var stream = await host.ConnectAsync(overTcp: false, CancellationToken.None);
        await stream.WriteAsync("POST /v1/servers/build/kill HTTP/1.1\r\nHost: n\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        (await begun.WaitAsync(Limit)).ShouldBeTrue();

        await stream.DisposeAsync();
        trail.Entries.Single().Phase.ShouldBe(AuditPhase.Intent);
        go.Release();

        await Eventually.TrueAsync(() => trail.Entries.Count() == 2, "the outcome is written", Limit);
        trail.Entries.Last().Outcome.ShouldBe(ProblemCodes.StillAlive);
    }

    private static Task<ApiHost> StartAsync(Trail trail) => ApiHost.StartAsync(
        new Testing.Planes.FakeControlPlane { Servers = [Testing.Planes.FakeControlPlane.View("build")] }, services: services => services.AddSingleton<IAuditTrail>(trail));

    private static StringContent Json(string[] command, string? input) => new(JsonSerializer.Serialize(new { command, input }));

    private sealed class Trail : IAuditTrail
    {
        private readonly ConcurrentQueue<AuditEntry> _entries = new();

        public IEnumerable<AuditEntry> Entries => _entries;

        public string[] Lines => [.. _entries.Select(entry => Encoding.UTF8.GetString(entry.ToJson()))];

        public void Write(AuditEntry entry) => _entries.Enqueue(entry);
    }
}
