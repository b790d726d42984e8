using Microsoft.Extensions.Logging.Abstractions;
using RunKit.Api.Security;
using RunKit.Cli.Audit;
using RunKit.Cli.Serving;
using RunKit.Hosting;

namespace RunKit.Cli.Tests.Audit;

public sealed class AuditFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rk-").FullName;

    private string FilePath => Path.Combine(_directory, "audit.jsonl");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_file_that_has_grown_large_is_put_aside_and_only_so_many_are_kept()
    {
        var file = Open(maxBytes: 4096, keep: 2);

        for (var i = 0; i < 200; i++)
        {
            file.Write(Entry(i, AuditPhase.Outcome));
        }

        var files = AuditFile.AllOf(FilePath).ToArray();
        files.Select(Path.GetFileName).ShouldBe(["audit.jsonl.2", "audit.jsonl.1", "audit.jsonl"]);
        files.ShouldAllBe(path => new FileInfo(path).Length <= 4096 && File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var kept = files.SelectMany(File.ReadLines).Select(line => AuditEntry.Parse(line)!.Request).ToArray();
        kept.ShouldBe(Enumerable.Range(200 - kept.Length, kept.Length).Select(i => $"r{i}"), "the newest, in order, and none is missing in between");
    }

    [Fact]
    public async Task Nodes_that_share_a_file_lose_no_line_of_each_other()
    {
        const int writers = 4;
        const int lines = 250;

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() =>
        {
            var file = Open(maxBytes: 8192, keep: 1000);
            for (var i = 0; i < lines; i++)
            {
                file.Write(Entry((writer * lines) + i, AuditPhase.Outcome));
            }
        })));

        AuditFile.AllOf(FilePath).SelectMany(File.ReadLines).Select(line => AuditEntry.Parse(line).ShouldNotBeNull().Request).Distinct().Count().ShouldBe(writers * lines);
    }

    [Fact]
    public void A_file_that_was_removed_is_made_again()
    {
        var file = Open(maxBytes: 4096, keep: 2);
        file.Write(Entry(1, AuditPhase.Intent));
        File.Delete(FilePath);

        file.Write(Entry(2, AuditPhase.Intent));

        File.ReadLines(FilePath).Single().ShouldContain("\"r2\"");
    }

    [Fact]
    public void What_was_begun_and_never_ended_stands_as_it_is()
    {
        AuditEntry[] entries =
        [
            Entry(1, AuditPhase.Intent), Entry(2, AuditPhase.Intent), Entry(3, AuditPhase.Outcome), Entry(1, AuditPhase.Outcome),
        ];

        AuditTrail.Pair(entries).Select(change => (change.Request, change.Outcome)).ShouldBe([("r1", "done"), ("r2", null), ("r3", "done")]);
    }

    [Fact]
    public void No_text_however_odd_ends_in_anything_but_an_entry_or_none()
    {
        var random = new Random(3);
        var line = System.Text.Encoding.UTF8.GetString(Entry(1, AuditPhase.Outcome).ToJson());
        for (var round = 0; round < 5_000; round++)
        {
            var text = line.ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(0x180);
            Should.NotThrow(() => AuditEntry.Parse(new string(text)[..random.Next(text.Length + 1)]));
        }
    }

    private static AuditEntry Entry(int number, AuditPhase phase) => new(
        DateTimeOffset.UnixEpoch.AddSeconds(number), $"r{number}", phase, "kill", "work", "uid-0", phase == AuditPhase.Outcome ? "done" : null);

    private AuditFile Open(int maxBytes, int keep) => new(new AuditSettings(FilePath, maxBytes, keep), FilePath, NullLogger.Instance);
}
