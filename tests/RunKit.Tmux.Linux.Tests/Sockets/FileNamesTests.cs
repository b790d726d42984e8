using System.Text;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Tmux.Linux.Tests.Sockets;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData(new byte[] { 0x63, 0x61, 0x66, 0xe9 }, "caf\\xe9")]
    [InlineData(new byte[] { 0xff, 0xfe }, "\\xff\\xfe")]
    [InlineData(new byte[] { 0xe2, 0x82, 0x61 }, "\\xe2\\x82a")]
    [InlineData(new byte[] { 0xef, 0xbf, 0xbd }, "\ufffd")]
    public void Bytes_that_are_no_text_are_shown_as_they_are(byte[] name, string shown) => FileNames.Shown(name).ShouldBe(shown);

    [Fact]
    public void Text_is_shown_as_it_is_and_nothing_is_ever_lost()
    {
        // Few values, so that whole and broken characters are both frequent.
        ReadOnlySpan<byte> bytes = [0x61, 0x5c, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xef, 0xbf, 0xbd, 0xff];
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var name = random.GetItems(bytes, random.Next(8));
            var shown = FileNames.Shown(name);
            if (System.Text.Unicode.Utf8.IsValid(name))
            {
                shown.ShouldBe(Encoding.UTF8.GetString(name));
            }
            else
            {
                shown.ShouldContain("\\x");
                Encoding.UTF8.GetByteCount(shown).ShouldBeGreaterThan(name.Length);
            }
        }
    }
}
