using System.Text;
using RunKit.Tmux.ControlMode;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>Fixed seeds: a failure here happens again.</summary>
public class ControlModeFuzzTests
{
    private const int Cases = 12_000;

    private static readonly string[] Pieces =
    [
        "%begin 1 2 1\n", "%end 1 2 1\n", "%error 1 2 1\n", "%begin 1 3 0\n", "%end 1 3 0\n", "%exit\n", "%exit why\n", "\n", "%", " ",
        "%session-changed $1 x\n", "%session-changed", "R $0 @0 %0 0 0 1 1 0 1 0 1:a,1:b,1:c,1:d,1:/,\n", "%begin ", "%end 1 2 1",
        "\0", "\r\n", "é", "%output %1 \\033\n", "9999999999999999999999", "-1",
    ];

    [Fact]
    public void Random_bytes_never_throw_and_every_byte_is_accounted_for()
    {
        var random = new Random(11);
        for (var i = 0; i < Cases; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            for (var newline = random.Next(10); newline > 0 && bytes.Length > 0; newline--)
            {
                bytes[random.Next(bytes.Length)] = (byte)'\n';
            }

            // Outside blocks each line is one item.
            Read(bytes).Count.ShouldBe(bytes.Count(b => b == '\n'));
        }
    }

    [Fact]
    public void Joined_pieces_never_throw_and_do_not_depend_on_how_they_are_cut()
    {
        var random = new Random(12);
        for (var i = 0; i < Cases; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(random.GetItems(Pieces, random.Next(1, 24))));
            var whole = Read(bytes);
            whole.Sum(Bytes).ShouldBeLessThanOrEqualTo(bytes.Length);
            Show(Read(Cut(bytes, random))).SequenceEqual(Show(whole)).ShouldBeTrue(Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public void Mutated_transcripts_never_throw()
    {
        var random = new Random(13);
        var transcript = Encoding.UTF8.GetBytes(string.Concat(Pieces.Concat(Pieces)));
        for (var i = 0; i < Cases; i++)
        {
            var bytes = transcript.ToArray();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = bytes[random.Next(bytes.Length)..];
            Read(Cut(bytes, random)).Sum(Bytes).ShouldBeLessThanOrEqualTo(bytes.Length);
        }
    }

    [Fact]
    public void Any_body_comes_back_as_it_was_sent()
    {
        var random = new Random(14);
        for (var i = 0; i < Cases; i++)
        {
            var body = new byte[random.Next(1, 60)];
            random.NextBytes(body);
            byte[] bytes = [.. "%begin 7 8 1\n"u8, .. body, .. "\n%end 7 8 1\n%exit\n"u8];
            var items = Read(Cut(bytes, random));
            (items is [ControlBlock block, Exit] && block.Body.Span.SequenceEqual(body)).ShouldBeTrue(Convert.ToHexString(body));
        }
    }

    private static byte[][] Cut(byte[] bytes, Random random)
    {
        var parts = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, random.Next(1, 20));
            parts.Add(bytes[at..(at + length)]);
            at += length;
        }

        return [.. parts];
    }

    private static int Bytes(ControlModeItem item) => item switch
    {
        ControlBlock block => block.Body.Length,
        StateHint hint => Math.Min(1, hint.Arguments.Length),
        _ => 0,
    };
}
