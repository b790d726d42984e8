using System.Text;
using RunKit.Tmux.ControlMode;
using static RunKit.Tmux.Tests.ControlMode.ReaderText;

namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>
/// Whatever comes, the reader does not throw, finds the same items however the bytes were cut into reads, and holds no more than its
/// limits.
/// </summary>
public class ControlModeFuzzTests
{
    private const int Tests = 5;
    private const int LongestPart = 60;

    private static readonly int Cases = Fuzz.Cases / Tests;

    private static readonly string[] Pieces =
    [
        "%begin 1 2 1\n", "%end 1 2 1\n", "%error 1 2 1\n", "%begin 1 3 0\n", "%end 1 3 0\n", "%exit\n", "%exit why\n", "\n", "%", " ", " : ",
        "%session-changed $1 x\n", "%session-changed", "P %0 @0 0 1 0 1 80 24 a| b| /| |\n", "%begin ", "%end 1 2 1", "$1", "@2", "%3",
        "\0", "\r\n", "é", "%output %1 \\033\n", "9999999999999999999999", "-1", "%subscription-changed ", "%extended-output ", "%layout-change ",
        "%output ", "%window-renamed ", "\\", "\\0", "\\012", "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
    ];

    [Fact]
    public void Random_bytes_are_one_item_for_each_line()
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

            Read(bytes).Count.ShouldBe(bytes.Count(b => b == '\n'));
            IsTheSameHoweverCut(bytes, random, i);
        }
    }

    [Fact]
    public void Pieces_of_the_grammar_in_any_order()
    {
        var random = new Random(12);
        for (var i = 0; i < Cases; i++)
        {
            IsTheSameHoweverCut(Encoding.UTF8.GetBytes(string.Concat(random.GetItems(Pieces, random.Next(1, 24)))), random, i);
        }
    }

    [Fact]
    public void Transcripts_cut_and_joined()
    {
        var random = new Random(13);
        var transcripts = Transcripts.All();
        for (var i = 0; i < Cases; i++)
        {
            byte[] bytes = [.. Window(transcripts, random), .. Window(transcripts, random)];
            IsTheSameHoweverCut(bytes, random, i);
        }
    }

    [Fact]
    public void Mutated_transcripts()
    {
        var random = new Random(14);
        var transcripts = Transcripts.All();
        var likely = "%\n 0129$@\\:-"u8.ToArray();
        for (var i = 0; i < Cases; i++)
        {
            var bytes = Window(transcripts, random).ToArray();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : likely[random.Next(likely.Length)];
            }

            IsTheSameHoweverCut(bytes, random, i);
        }
    }

    [Fact]
    public void Of_a_generated_stream_each_item_comes_back_as_it_was_sent()
    {
        var random = new Random(15);
        for (var i = 0; i < Cases; i++)
        {
            var stream = GeneratedStream.Next(random);
            var interest = new Picky(random.Next());
            var expected = stream.Where(part => interest.Of(part) == ItemUse.Item).Select(part => part.Item).ToList();
            var reader = new ControlModeReader(interest);
            var items = Feed(reader, [.. stream.SelectMany(part => part.Bytes)], random);
            AreTheSame(items, expected).ShouldBeTrue($"case {i}");
            reader.TakeHints().ShouldBe(stream.Count(part => interest.Of(part) == ItemUse.Hint), $"case {i}");
        }
    }

    private static void IsTheSameHoweverCut(byte[] bytes, Random random, int number)
    {
        var limits = new ReaderLimits(random.Next(ReaderLimits.Least, 300), random.Next(ReaderLimits.Least, 400));
        var whole = ReadWithin(limits, bytes);
        whole.Sum(Size).ShouldBeLessThanOrEqualTo(bytes.Length, $"case {number}");
        var reader = new ControlModeReader(limits: limits);
        AreTheSame(Feed(reader, bytes, random), whole).ShouldBeTrue($"case {number}: {Convert.ToHexString(bytes)}");
        reader.HeldBytes.ShouldBeLessThanOrEqualTo(limits.LineBytes + limits.BodyBytes, $"case {number}");
        AreTheSame(Feed(new ControlModeReader(new Twin(), limits), bytes, random), whole).ShouldBeTrue($"case {number}");
    }

    private static List<ControlModeItem> Feed(ControlModeReader reader, byte[] bytes, Random random)
    {
        var items = new List<ControlModeItem>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, random.Next(1, LongestPart));
            reader.Feed(bytes.AsSpan(at, length));
            at += length;
            while (reader.TryTake(out var item))
            {
                items.Add(item);
            }
        }

        return items;
    }

    private static ReadOnlySpan<byte> Window(IReadOnlyList<byte[]> transcripts, Random random)
    {
        var transcript = transcripts[random.Next(transcripts.Count)];
        var start = random.Next(transcript.Length);
        return transcript.AsSpan(start, random.Next(1, Math.Min(600, transcript.Length - start) + 1));
    }

    // A character that was no UTF-8 is one byte that came and one character that is kept.
    private static int Size(ControlModeItem item) => item switch
    {
        ControlBlock block => block.Body.Length,
        UnframedLine line => line.Text.Length,
        TmuxNotification.Output output => output.Data.Length,
        TmuxNotification.Unknown unknown => unknown.Name.Length + unknown.Arguments.Length,
        TmuxNotification.WindowRenamed renamed => renamed.Name.Length,
        _ => 0,
    };

    /// <summary>Wants everything, and is never asked about a longer name than promised.</summary>
    private sealed class Twin : IControlModeInterest
    {
        public ItemUse Notification(ReadOnlySpan<byte> name) => name.Length > 64 ? ItemUse.Drop : ItemUse.Item;

        public ItemUse UnframedLine() => ItemUse.Item;

        public ItemUse Block(bool fromStdin) => ItemUse.Item;
    }

    /// <summary>Wants some things and not others, by chance but always the same.</summary>
    private sealed class Picky(int seed) : IControlModeInterest
    {
        public ItemUse Of(StreamPart part) => part.Item switch
        {
            ControlBlock block => Block(block.FromStdin),
            not TmuxNotification => UnframedLine(),
            _ => Notification(part.Name),
        };

        public ItemUse Notification(ReadOnlySpan<byte> name) => Pick(name.Length + name[0]);

        public ItemUse UnframedLine() => Pick(1);

        public ItemUse Block(bool fromStdin) => Pick(fromStdin ? 2 : 3);

        private ItemUse Pick(int what) => (ItemUse)(unchecked((uint)((seed ^ what) * 0x01000193)) / 7 % 3);
    }
}
