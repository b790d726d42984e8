using System.Collections.Immutable;
using RunKit.ControlPlane.Events;
using RunKit.Tmux.State;
using RunKit.Tmux.Identity;

namespace RunKit.ControlPlane.Tests.Events;

public sealed class EventFilterTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("server.*", "", true)]
    [InlineData("session.*", "", false)]
    [InlineData("session.* server.reachable", "", true)]
    [InlineData("", "work", true)]
    [InlineData("", "w?rk play", true)]
    [InlineData("", "WORK", false)]
    [InlineData("server.*", "play", false)]
    public void An_event_must_be_of_one_of_the_types_and_of_one_of_the_servers(string types, string servers, bool isWanted)
    {
        var filter = new EventFilter { Types = Words(types), Servers = Words(servers) };

        filter.Admits(new ServerEventEnvelope(new EventId("e", 1), default, "n", new ServerName("work"), null, 1, new ServerReachable())).ShouldBe(isWanted);
    }

    [Fact]
    public void A_reader_that_has_missed_something_is_told_whatever_it_wants() =>
        new EventFilter { Types = ["server.lost"], Servers = ["x"] }.Admits(new PlaneResync(new EventId("e", 1), default, "n")).ShouldBeTrue();

    [Theory]
    [InlineData("server.lost", true)]
    [InlineData("*", true)]
    [InlineData("pane.?hanged", true)]
    [InlineData("server", false)]
    [InlineData("", false)]
    public void A_type_is_one_or_fits_one(string text, bool isType) => EventFilter.IsType(text).ShouldBe(isType);

    [Theory]
    [InlineData("work", true)]
    [InlineData("*", true)]
    [InlineData("?uild-*", true)]
    [InlineData("../x", false)]
    [InlineData("", false)]
    public void A_server_is_a_name_or_fits_one(string text, bool isName) => (EventFilter.ServerProblem(text) is null).ShouldBe(isName);

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
