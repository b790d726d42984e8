using System.Collections.Concurrent;
using RunKit.Api.Security;
using RunKit.ControlPlane.Panes;
using RunKit.Tmux.Panes;

namespace RunKit.Api.Tests.Security;

/// <summary>The plane as one caller has it: some servers, and two lines for each change.</summary>
public sealed class CallerPlaneTests
{
    private const string Secret = "hunter2 is my password";
    private static readonly RunId Run = new(7);

    public static TheoryData<string> Changes => ["new", "kill", "exec", "send", "keys", "run", "cancel-run", "release", "guard"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_leaves_its_intent_before_it_and_its_outcome_after_it_and_nothing_that_was_typed(string operation)
    {
        var (fake, trail) = (Fake(), new Trail());
        var before = -1;
        fake.OnNew = _ => Seen(new CreateOutcome.NotCreated("no"));
        fake.OnKill = _ => Seen(new KillOutcome.StillAlive("no"));
        fake.OnCommand = (_, _, _) => Seen(new CommandOutcome.NotSent("no"));
        fake.OnSend = (_, _) => Seen(new SendOutcome.Refused("no"));
        fake.OnKeys = (_, _) => Seen(new SendOutcome.Refused("no"));
        fake.OnRun = (_, _) => Seen<RunEvent[]>([new RunEvent.Ended(new RunResult.Refused("no"), null)]);

        await ChangeAsync(Plane(fake, null, trail), operation, "work");

        before.ShouldBe(operation == "cancel-run" ? -1 : 1);
        var (intent, outcome) = (trail.Entries[0], trail.Entries[1]);
        (trail.Entries.Length, intent.Phase, outcome.Phase).ShouldBe((2, AuditPhase.Intent, AuditPhase.Outcome));
        (intent.Request, intent.By, intent.Server, intent.Operation, intent.Outcome).ShouldBe((outcome.Request, "agent/mcp", "work", operation, null));
        outcome.Outcome.ShouldBe(operation switch
        {
            "new" => "not-born",
            "kill" => "still-alive",
            "cancel-run" => "done",
            "send" or "keys" or "run" => "refused",
            _ => "not-sent",
        });
        trail.Entries.ShouldAllBe(entry => !System.Text.Encoding.UTF8.GetString(entry.ToJson()).Contains("hunter2", StringComparison.Ordinal));

        T Seen<T>(T answer)
        {
            before = trail.Entries.Length;
            return answer;
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_server_out_of_reach_is_not_there_and_nothing_is_asked_of_the_plane(string operation)
    {
        var (fake, trail) = (Fake(), new Trail());

        await ChangeAsync(Plane(fake, "ci-*", trail), operation, "work");

        trail.Entries.ShouldBeEmpty();
        fake.Asked.ShouldNotContain(asked => asked.Contains("work", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_looked_at_leaves_out_what_is_out_of_reach()
    {
        var fake = Fake();
        fake.Servers = [FakeControlPlane.View("ci-1"), FakeControlPlane.View("work")];
        fake.OnTree = _ => new TreeOutcome.NotKnown("asked");
        fake.OnCapture = (_, _) => new CaptureOutcome.NotCaptured("asked");
        fake.OnWait = (_, _) => new WaitOutcome.TimedOut();
        var plane = Plane(fake, "ci-*", new Trail());
        var (near, far) = (new PaneAddress(new("ci-1"), new(5)), new PaneAddress(new("work"), new(5)));

        (await plane.GetServersAsync(default)).Select(view => view.Name).ShouldBe(["ci-1"]);
        (await plane.GetRunsAsync(default)).ShouldBeEmpty();
        (await plane.GetRunAsync(Run, default)).ShouldBeNull();
        (await plane.GetTreeAsync(near.Server, default)).ShouldBeOfType<TreeOutcome.NotKnown>();
        (await plane.GetTreeAsync(far.Server, default)).ShouldBeOfType<TreeOutcome.UnknownServer>();
        (await plane.CaptureAsync(near, CaptureOptions.Default, default)).ShouldBeOfType<CaptureOutcome.NotCaptured>();
        (await plane.CaptureAsync(far, CaptureOptions.Default, default)).ShouldBeOfType<CaptureOutcome.UnknownPane>();
        (await plane.WaitAsync(near, new WaitRequest { Exit = true }, default)).ShouldBeOfType<WaitOutcome.TimedOut>();
        (await plane.WaitAsync(far, new WaitRequest { Exit = true }, default)).ShouldBeOfType<WaitOutcome.UnknownPane>();
    }

    private static FakeControlPlane Fake() => new()
    {
        Runs = [new RunView("n", Run, new("work"), new(1), new(1), new(5), ["make"], DateTimeOffset.UnixEpoch)],
    };

    private static CallerPlane Plane(FakeControlPlane fake, string? servers, Trail trail) =>
        new(fake, servers, new CallerAudit("agent/mcp", trail, null, TimeProvider.System));

    private static async Task ChangeAsync(CallerPlane plane, string operation, string name)
    {
        var server = new ServerName(name);
        var pane = new PaneAddress(server, new(5));
        switch (operation)
        {
            case "new":
                await plane.NewAsync(new NewServer(server, null, null, [Secret], AttachOk: true), default);
                break;
            case "kill":
                await plane.KillAsync(server, default);
                break;
            case "exec":
                await plane.ExecuteAsync(server, ["send-keys", Secret], default);
                break;
            case "send":
                await plane.SendAsync(pane, new SendRequest(Secret, Enter: true), default);
                break;
            case "keys":
                await plane.KeysAsync(pane, new KeysRequest([Secret]), default);
                break;
            case "run":
                await foreach (var happened in plane.RunAsync(server, new RunRequest([Secret]), default))
                {
                    happened.ShouldBeOfType<RunEvent.Ended>();
                }

                break;
            case "cancel-run":
                await plane.CancelRunAsync(Run, default);
                break;
            case "release":
                await plane.ReleaseAsync(server, default);
                break;
            default:
                await plane.GuardAsync(server, default);
                break;
        }
    }

    private sealed class Trail : IAuditTrail
    {
        private readonly ConcurrentQueue<AuditEntry> _entries = new();

        public AuditEntry[] Entries => [.. _entries];

        public void Write(AuditEntry entry) => _entries.Enqueue(entry);
    }
}
