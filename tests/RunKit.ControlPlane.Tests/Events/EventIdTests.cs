using System.Text.Json;
using RunKit.ControlPlane.Events;

namespace RunKit.ControlPlane.Tests.Events;

public class EventIdTests
{
    [Theory]
    [InlineData("e1-0", "e1", 0)]
    [InlineData("1a202e392ee77e1-53", "1a202e392ee77e1", 53)]
    [InlineData("E-9223372036854775807", "E", long.MaxValue)]
    public void An_id_is_its_epoch_and_its_place(string text, string epoch, long sequence)
    {
        EventId.TryParse(text, out var id).ShouldBeTrue();
        id.ShouldBe(new EventId(epoch, sequence));
        id.ToString().ShouldBe(text);
        JsonSerializer.Deserialize<EventId>(JsonSerializer.Serialize(id)).ShouldBe(id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-1")]
    [InlineData("e1")]
    [InlineData("e1-")]
    [InlineData("e1--1")]
    [InlineData("e1-+1")]
    [InlineData("e1- 1")]
    [InlineData("e 1-1")]
    [InlineData("e\n-1")]
    [InlineData("ë-1")]
    [InlineData("e1-9223372036854775808")]
    public void Anything_else_is_no_id(string? text)
    {
        EventId.TryParse(text, out var id).ShouldBeFalse();
        id.ShouldBeNull();
    }

    [Fact]
    public void Json_that_holds_none_is_refused() => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<EventId>("\"nonsense\""));
}
