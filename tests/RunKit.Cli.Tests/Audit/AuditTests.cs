using System.Text.Json;

namespace RunKit.Cli.Tests.Audit;

public sealed class AuditTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Who_changed_what_is_read_from_the_nodes_file_which_is_this_users_alone()
    {
        await using var runkit = new Runkit();
        await runkit.ServeAsync("--log-level", "error");
        (await runkit.RunAsync("audit")).Error.ShouldContain("no changes are written down");
        (await runkit.RunAsync("new", "-L", "work", "--", "cat")).ShouldBeDone();
        (await runkit.RunAsync("exec", "-L", "work", "--", "send-keys", "-l", "hunter2")).ShouldBeDone();
        (await runkit.RunAsync("kill", "-L", "work")).ShouldBeDone();
        (await runkit.RunAsync("kill", "-L", "other")).Status.ShouldBe(1);

        var table = (await runkit.RunAsync("audit")).ShouldBeDone().TrimEnd('\n').Split('\n');
        table.Length.ShouldBe(5);
        table[2].ShouldMatch("^[^ ]+Z +uid-[0-9]+ +exec +work +send-keys, 3 words, 18 characters +done$");
        (await runkit.RunAsync("audit", "--server", "oth*")).ShouldBeDone().TrimEnd('\n').Split('\n')[1].ShouldEndWith("unknown-server");
        using var all = JsonDocument.Parse((await runkit.RunAsync("audit", "--json", "--since", "1h")).ShouldBeDone());
        all.RootElement.EnumerateArray().Select(change => change.GetProperty("operation").GetString()).ShouldBe(["new", "exec", "kill", "kill"]);
        (await runkit.RunAsync("audit", "--json", "--since", "2100-01-01T00:00:00Z")).ShouldBeDone().ShouldBe("[]\n");

        var file = Path.Combine(Path.GetDirectoryName(runkit.TokenFile)!, "audit.jsonl");
        File.GetUnixFileMode(file).ShouldBe(OwnerOnly);
        (await File.ReadAllTextAsync(file)).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_place_that_will_not_do_is_said_and_the_log_has_every_line()
    {
        await using var runkit = new Runkit();
        var open = Directory.CreateDirectory(Path.Combine(runkit.Sandbox.Root, "open")).FullName;
        File.SetUnixFileMode(open, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        runkit.Environment["RUNKIT_AUDIT__FILE"] = Path.Combine(open, "audit.jsonl");

        var node = await runkit.ServeAsync();
        await runkit.RunAsync("kill", "-L", "nope");

        node.Error.ShouldContain("who changes what is written on stderr alone");
        await node.SaysAsync("\"outcome\":\"unknown-server\"");
        Directory.GetFiles(open).ShouldBeEmpty();
    }
}
