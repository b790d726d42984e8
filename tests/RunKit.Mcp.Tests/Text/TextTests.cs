using FsCheck;
using FsCheck.Fluent;
using RunKit.Mcp.Jobs;
using RunKit.Mcp.Text;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tests.Text;

/// <summary>What is made of terminals' and strangers' texts.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("a\r\nb\n", "a|b")]
    [InlineData("\u001b[1;31mred\u001b[0m plain", "red plain")]
    [InlineData("\u001b]0;title\u0007x\u001b]8;;http://a\u001b\\y", "xy")]
    [InlineData("10%\r20%\r100%\ndone", "100%|done")]
    [InlineData("ab\bc", "ac")]
    [InlineData("\u001b(Bx\u001b=y\u001bP1$r\u001b\\z", "xyz")]
    [InlineData("cut \u001b[3", "cut ")]
    [InlineData("cut \u001b", "cut ")]
    [InlineData("\ttab\u0000\u0007", "\ttab")]
    [InlineData("", "")]
    public void Of_what_a_program_printed_the_text_is_left(string printed, string lines) => string.Join('|', PlainText.Lines(printed)).ShouldBe(lines);

    [Fact]
    public void Whatever_was_printed_no_control_character_but_the_tab_is_left() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Hostile().ToArbitrary(), printed => PlainText.Lines(printed).All(line => line.All(c => c == '\t' || !char.IsControl(c)))));

    [Fact]
    public void The_newest_lines_are_kept_within_the_bounds_and_the_rest_is_counted() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.ListOf(Gen.OneOf(Hostile(), Gen.Choose(0, 400_000).Select(length => new string('x', length)))).ToArbitrary(), texts =>
        {
            var lines = texts.ToArray();
            var bounded = BoundedLines.Newest(lines);
            var sent = System.Text.Json.JsonSerializer.Serialize(bounded.Text);
            return bounded.Lines.Length <= BoundedLines.MostLines
                && sent.Length <= BoundedLines.MostBytes + 2
                && bounded.DroppedLines + bounded.Lines.Length == lines.Length
                && bounded.Lines.Select((line, at) => lines[bounded.DroppedLines + at].EndsWith(line, StringComparison.Ordinal)).All(same => same);
        }));

    [Fact]
    public void Output_is_read_behind_a_cursor_without_loss_and_never_within_a_character() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.ListOf(Gen.Elements("a", "ä", "€", "😀", "line\n")).ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), (parts, step) =>
        {
            var whole = string.Concat(parts);
            var bytes = System.Text.Encoding.UTF8.GetBytes(whole);
            var buffer = new OutputBuffer();
            var read = "";
            var cursor = 0L;
            for (var at = 0; at < bytes.Length; at += step)
            {
                buffer.Add(bytes.AsSpan(at, Math.Min(step, bytes.Length - at)));
                (var text, _, cursor) = buffer.Read(cursor, ended: false);
                read += text;
            }

            return read + buffer.Read(cursor, ended: true).Text == whole;
        }));

    [Fact]
    public void Of_much_output_the_newest_is_kept_and_what_a_cursor_missed_is_said()
    {
        var buffer = new OutputBuffer();
        for (var i = 0; i < 5; i++)
        {
            buffer.Add(new byte[OutputBuffer.Capacity]);
        }

        var (text, missed, cursor) = buffer.Read(10, ended: true);
        (text.Length + missed + 10, cursor).ShouldBe((5L * OutputBuffer.Capacity, 5L * OutputBuffer.Capacity));
        (text.Length >= OutputBuffer.Capacity).ShouldBeTrue();
        buffer.Read(long.MaxValue, ended: true).ShouldBe(("", 0, 5L * OutputBuffer.Capacity));
    }

    [Theory]
    [InlineData("a:1@2:%3", true)]
    [InlineData("a:1@2:$3", true)]
    [InlineData("a:1@2:@3", true)]
    [InlineData("with:colon:1@2:$3", false)]
    [InlineData("a:1@2:3", false)]
    [InlineData("a:1@2:%3 ", false)]
    [InlineData("a:-1@2:%3", false)]
    [InlineData("a:%3", false)]
    [InlineData("../x:1@2:%3", false)]
    public void A_handle_is_read_whole_or_not_at_all(string text, bool isOne)
    {
        TargetHandle.TryParse(text, out var handle).ShouldBe(isOne);
        (handle?.ToString()).ShouldBe(isOne ? text : null);
    }

    [Theory]
    [InlineData("/tmp/tmux-0/default,123,0", "%4", 123)]
    [InlineData("/tmp/with,comma,9,0", "%4", 9)]
    [InlineData("", "%4", null)]
    [InlineData("/tmp/x,123,0", "4", null)]
    [InlineData(null, null, null)]
    public void The_pane_that_a_client_runs_in_is_read_from_its_environment(string? tmux, string? pane, int? server) =>
        OwnPane.From(tmux, pane)?.ServerPid.ShouldBe(server!.Value);

    private static Gen<string> Hostile() => Gen.ListOf(Gen.Elements(
        "\u001b", "[", "]", "P", "\\", "\a", "\r", "\n", "\b", "\0", ";", "1", "m", "a", "ä", "😀", "\ud800", "\t", "(", "B", "\u009b")).Select(string.Concat);
}
