using System.Text.Json;
using RunKit.ControlPlane.Events;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.ControlPlane.Tests.Events;

public class PlaneEventTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void An_event_is_one_flat_object_with_what_is_common_first() =>
        Json(Happening(new SessionRenamed(new SessionId(1), "a", "b"))).ShouldBe(
            """{"id":"e1-7","at":"2026-01-02T03:04:05+00:00","type":"session.renamed","node":"n","server":"work","generation":{"pid":42,"startTime":9},"revision":3,"session":"$1","oldName":"a","name":"b"}""");

    [Fact]
    public void A_resync_carries_nothing_of_a_server() =>
        Json(new PlaneResync(new EventId("e1", 7), At, "n")).ShouldBe("""{"id":"e1-7","at":"2026-01-02T03:04:05+00:00","type":"plane.resync","node":"n"}""");

    [Fact]
    public void What_did_not_change_of_a_pane_is_left_out() =>
        Json(Happening(new PaneChanged(new PaneId(5), Title: new Change<string>("old", "new")))).ShouldEndWith("""
            "pane":"%5","title":{"old":"old","new":"new"}}
            """.Trim());

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"e1-7"}""")]
    [InlineData("""{"id":"nonsense","at":"2026-01-02T03:04:05Z","type":"plane.resync","node":"n"}""")]
    [InlineData("""{"id":"e1-7","at":"2026-01-02T03:04:05Z","type":"no.such-event","node":"n"}""")]
    [InlineData("""{"id":"e1-7","at":"2026-01-02T03:04:05Z","type":"session.added","node":"n"}""")]
    [InlineData("""{"id":"e1-7","at":"yesterday","type":"plane.resync","node":"n"}""")]
    [InlineData("""{"id":7,"at":"2026-01-02T03:04:05Z","type":"plane.resync","node":"n"}""")]
    [InlineData("""{"id":"e1-7","at":"2026-01-02T03:04:05Z","type":"server.reachable","node":"n","server":"no name","revision":1}""")]
    [InlineData("""{"id":"e1-7","at":"2026-01-02T03:04:05Z","type":"server.reachable","node":"n","server":"work","revision":"x"}""")]
    public void What_is_no_event_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json, PlaneJson.Default.PlaneEvent));

    private static ServerEventEnvelope Happening(ServerEvent what) =>
        new(new EventId("e1", 7), At, "n", new ServerName("work"), new ServerGeneration(42, 9), 3, what);

    private static string Json(PlaneEvent happened) => JsonSerializer.Serialize(happened, PlaneJson.Default.PlaneEvent);
}
