using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

public sealed class RunOutputTests
{
    private static readonly RunId Id = RunId.New();

    [Fact]
    public void Whatever_was_printed_comes_out_as_it_was_however_it_is_cut_into_pieces() => Prop.ForAll<byte[], ushort[]>((printed, cuts) =>
    {
        var mark = RunOutput.Mark(Id);

        // The terminal writes a carriage return before each line end.
        byte[] onTerminal = [.. printed.SelectMany(b => b == '\n' ? "\r\n"u8.ToArray() : [b]), .. mark, .. "printed by another"u8];

        return Read(onTerminal, cuts).SequenceEqual(printed);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("a\rb\r\nc\r")]
    [InlineData("\u001b")]
    [InlineData("\u001b]7117;rk-run-")]
    [InlineData("\r\u001b]7117;rk-run-\r\n\r\r\n")]
    public void Half_a_mark_and_half_a_line_end_are_output(string printed)
    {
        byte[] onTerminal = [.. Encoding.UTF8.GetBytes(printed), .. RunOutput.Mark(Id)];
        var expected = printed.Replace("\r\n", "\n", StringComparison.Ordinal);

        Encoding.UTF8.GetString(Read(onTerminal, [])).ShouldBe(expected);
        Encoding.UTF8.GetString(Read(onTerminal, [.. Enumerable.Repeat((ushort)1, onTerminal.Length)])).ShouldBe(expected);
    }

    [Fact]
    public void What_is_held_back_is_told_when_no_more_comes()
    {
        var output = new RunOutput(Id);
        Encoding.UTF8.GetString(output.Read("half a line\r"u8).Span).ShouldBe("half a line");
        Encoding.UTF8.GetString(output.Rest().Span).ShouldBe("\r");
        output.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public void In_a_shell_only_what_stands_between_the_marks_is_output_however_it_is_cut_into_pieces() => Prop.ForAll<byte[], ushort[], byte>((printed, cuts, status) =>
    {
        var (begin, end) = ($"\u001b]7117;rk-run-{Id};begin\a", $"\u001b]7117;rk-run-{Id};end;{status}\a");
        byte[] onTerminal =
        [
            .. Encoding.UTF8.GetBytes($" printf '{RunOutput.ShellMarks(Id).Begin}'; . x\r\n{begin}"),
            .. printed.SelectMany(b => b == '\n' ? "\r\n"u8.ToArray() : [b]),
            .. Encoding.UTF8.GetBytes($"{end}$ "),
        ];
        var output = new RunOutput(Id, inShell: true);

        return Read(onTerminal, cuts, output).SequenceEqual(printed) && output.Status == status && output.HasBegun;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_shell_that_has_said_nothing_yet_has_printed_nothing()
    {
        var output = new RunOutput(Id, inShell: true);

        output.Read("$ an echo of what was typed\r\n"u8).IsEmpty.ShouldBeTrue();
        output.Rest().IsEmpty.ShouldBeTrue();
        (output.HasBegun, output.HasEnded, output.Status).ShouldBe((false, false, null));
    }

    private static byte[] Read(ReadOnlySpan<byte> text, ushort[] cuts) => Read(text, cuts, new RunOutput(Id));

    private static byte[] Read(ReadOnlySpan<byte> text, ushort[] cuts, RunOutput output)
    {
        using var read = new MemoryStream();
        foreach (var cut in cuts)
        {
            var length = Math.Min(cut % 40, text.Length);
            read.Write(output.Read(text[..length]).Span);
            text = text[length..];
        }

        read.Write(output.Read(text).Span);
        output.HasEnded.ShouldBeTrue();
        read.Write(output.Rest().Span);
        return read.ToArray();
    }
}
