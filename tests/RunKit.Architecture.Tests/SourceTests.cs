using System.Text.RegularExpressions;
using Mono.Cecil;

namespace RunKit.Architecture.Tests;

/// <summary>What the sources themselves must be.</summary>
public sealed partial class SourceTests
{
    private const int SourceLimit = 300;
    private const int TestLimit = 500;

    // An actor system that is given no clock has the system's.
    private const string SchedulerOfTheSystemsClock = "RunKit.Actors.Scheduling.TimeProviderScheduler";

    /// <summary>Files that may be longer, how long, and why.</summary>
    private static readonly Dictionary<string, (int Limit, string Reason)> Longer = new(StringComparer.Ordinal)
    {
        ["src/RunKit.Cluster/Links/LinkActor.cs"] = (365, "membership, recognition and what recognised nodes say decide about the same peers, in one order"),
        ["src/RunKit.Actors/Servers/ServerActor.cs"] = (715, "the state machine of one server: its three behaviours are read side by side"),
        ["src/RunKit.Actors/Dialing/ServerConnection.cs"] = (390, "the wait and the end of one connection share one lock"),
        ["src/RunKit.Actors/Plane/ActorControlPlane.cs"] = (350, "the contract of the plane, a method for each of its members"),
        ["src/RunKit.Cli/Local/LocalControlPlane.cs"] = (320, "the same contract without a node"),
        ["src/RunKit.Testing/Planes/FakeControlPlane.cs"] = (330, "the same contract, answered as a test says"),
        ["src/RunKit.Testing/InMemory/FakeTmuxServer.cs"] = (320, "one server of the fake, with all that a command may change of it"),
        ["src/RunKit.Testing/InMemory/ServerModel.cs"] = (320, "one tree of sessions, windows and panes, and what keeps it consistent"),
    };

    [Fact]
    public void No_source_file_is_longer_than_its_limit()
    {
        var sources = House.Sources("src").Where(source => source.Lines.Length > (Longer.TryGetValue(source.Path, out var longer) ? longer.Limit : SourceLimit));
        var tests = House.Sources("tests").Where(source => source.Lines.Length > TestLimit);

        sources.Concat(tests).Select(source => $"{source.Path}: {source.Lines.Length} lines").ShouldBeEmpty();
    }

    [Fact]
    public void No_file_may_be_longer_that_is_not() =>
        Longer.Keys.Where(path => House.Sources("src").All(source => source.Path != path || source.Lines.Length <= SourceLimit)).ShouldBeEmpty();

    [Fact]
    public void No_folder_is_named_after_a_kind_of_type()
    {
        string[] kinds = ["Actors", "Messages", "Models", "Helpers", "Utils", "Common"];

        House.Sources("src", "tests")
            .Where(source => source.Path.Split('/').Skip(2).SkipLast(1).Intersect(kinds, StringComparer.Ordinal).Any())
            .Select(source => source.Path)
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_source_is_compiled_on_a_condition() =>
        House.Sources("src", "tests")
            .Where(source => source.Lines.Any(line => Conditional().IsMatch(line)))
            .Select(source => source.Path)
            .ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_to_be_done_later() =>
        (from source in House.Sources("src", "tests")
         from line in source.Lines
         where Unfinished().IsMatch(line) && !source.Path.EndsWith("SourceTests.cs", StringComparison.Ordinal)
         select $"{source.Path}: {line.Trim()}").ShouldBeEmpty();

    [Fact]
    public void No_actor_measures_a_time_on_a_clock_that_can_be_set() =>
        (from source in House.Sources("src")
         where source.Path.StartsWith("src/RunKit.Actors/", StringComparison.Ordinal)

         // A scheduler's Now is its provider's monotonic time.
         where !source.Path.StartsWith("src/RunKit.Actors/Scheduling/", StringComparison.Ordinal)
         from line in source.Lines
         where WallClockArithmetic().IsMatch(line)
         select $"{source.Path}: {line.Trim()}").ShouldBeEmpty();

    [Fact]
    public void No_actor_asks_any_clock_but_the_one_it_was_given() =>
        House.CallersOf("RunKit.Actors", IsClockOfItsOwn)
            .Except([SchedulerOfTheSystemsClock], StringComparer.Ordinal)
            .ShouldBeEmpty();

    private static bool IsClockOfItsOwn(MethodReference member) => member is
    { DeclaringType.FullName: "System.Diagnostics.Stopwatch" }
        or { DeclaringType.FullName: "System.Environment", Name: "get_TickCount" or "get_TickCount64" }
        or { DeclaringType.FullName: "System.DateTime" or "System.DateTimeOffset", Name: "get_Now" or "get_UtcNow" or "get_Today" }
        or { DeclaringType.FullName: "System.TimeProvider", Name: "get_System" };

    [GeneratedRegex(@"^\s*#if\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|TBD)\b|NotImplementedException", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bNow\s*[-+<>]|([-+<]|(?<!=)>)=?\s*Now\b|(Spend|Wait)\(Now", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WallClockArithmetic();
}
