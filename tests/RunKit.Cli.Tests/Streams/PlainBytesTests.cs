using System.Text;
using RunKit.Cli.Streams;

namespace RunKit.Cli.Tests.Streams;

public sealed class PlainBytesTests
{
    [Theory]
    [InlineData("plain\r\n", "plain\n")]
    [InlineData("\e[1;31mred\e[m\r\n", "red\n")]
    [InlineData("\e]2;a title\aafter", "after")]
    [InlineData("\e]8;;http://x\e\\link\e]8;;\e\\", "link")]
    [InlineData("\e(Bcharset \e=keypad\e[?2004h", "charset keypad")]
    [InlineData("\ePq a sixel \e\\after", "after")]
    [InlineData("tab\there\b", "tab\there")]
    [InlineData("grüße 漢字 🎉", "grüße 漢字 🎉")]
    [InlineData("\e[31\e[32mnew", "new")]
    public void Text_is_left_wherever_the_bytes_are_cut(string printed, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(printed);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var plain = new PlainBytes();
            byte[] left = [.. plain.Strip(bytes.AsSpan(0, cut)), .. plain.Strip(bytes.AsSpan(cut))];
            Encoding.UTF8.GetString(left).ShouldBe(text);
        }
    }
}
