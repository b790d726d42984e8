using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Tests.Protocol;

public sealed class ClientMessagesTests
{
    private const int GreatestLength = 16_384;

    [Fact]
    public void An_opening_is_what_tmux_itself_says_but_for_its_descriptors()
    {
        var introduction = ClientMessages.Introduction(0x2579, "/root", ["HOME=/root"]);
        var opening = ClientConversation.Opening(introduction.Span, TmuxCommandLine.Of("list-sessions", "-F", "x"));

        byte[] header = [8, 0, 0, 0, 255, 255, 255, 255];
        opening.ToArray().ShouldBe(
        [
            101, 0, 0, 0, 17, 0, 0, 0, .. header, 0,
            109, 0, 0, 0, 20, 0, 0, 0, .. header, 0, 0, 0, 0,
            102, 0, 0, 0, 17, 0, 0, 0, .. header, 0,
            108, 0, 0, 0, 22, 0, 0, 0, .. header, .. "/root\0"u8,
            107, 0, 0, 0, 20, 0, 0, 0, .. header, 0x79, 0x25, 0, 0,
            105, 0, 0, 0, 27, 0, 0, 0, .. header, .. "HOME=/root\0"u8,
            111, 0, 0, 0, 24, 0, 0, 0, .. header, 0, 0, 1, 0, 0, 0, 0, 0,
            106, 0, 0, 0, 16, 0, 0, 0, .. header,
            200, 0, 0, 0, 39, 0, 0, 0, .. header, 3, 0, 0, 0, .. "list-sessions\0-F\0x\0"u8,
        ]);
    }

    [Fact]
    public void A_question_for_the_version_is_a_header_alone_with_a_version_that_no_tmux_has() =>
        ClientMessages.VersionQuestion.ToArray().ShouldBe([205, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255]);

    [Fact]
    public void A_variable_that_no_message_can_carry_is_left_out_and_the_next_is_said()
    {
        var introduction = ClientMessages.Introduction(1, "/", ["LONG=" + new string('x', 16_400), "A=b\0c", "NEXT=1"]);
        Read(introduction).Where(message => message.Type == MessageType.IdentifyEnvironment)
            .Select(message => Encoding.UTF8.GetString(message.Payload)).ShouldBe(["NEXT=1\0"]);
    }

    [Fact]
    public void The_longest_command_fills_a_message_and_one_byte_more_is_refused()
    {
        var longest = TmuxCommandLine.Of("x", new string('y', ClientMessages.GreatestArguments - 3));
        longest.LengthProblem.ShouldBeNull();
        ClientConversation.Opening([], longest).Length.ShouldBe(GreatestLength);

        var longer = TmuxCommandLine.Of("x", new string('y', ClientMessages.GreatestArguments - 2));
        longer.LengthProblem.ShouldNotBeNull().ShouldNotContain("\n");
        Should.Throw<ArgumentException>(() => ClientConversation.Opening([], longer));
    }

    [Fact]
    public void Whatever_the_words_a_command_message_is_well_formed() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Words().ToArbitrary(), words =>
        {
            var line = TmuxCommandLine.Of(words[0], words.Skip(1).Select(TmuxArgument.Plain));
            var messages = Read(ClientConversation.Opening(ClientMessages.Introduction(1, words[0], words).Span, line));
            IsWellFormedIntroduction([.. messages.SkipLast(1)]);
            messages[^1].Type.ShouldBe(MessageType.Command);
            var payload = messages[^1].Payload;
            BitConverter.ToInt32(payload).ShouldBe(words.Length);
            payload[^1].ShouldBe((byte)0);
            payload.Skip(4).Count(b => b == 0).ShouldBe(words.Length);
            Encoding.UTF8.GetString(payload.AsSpan(4)).Split('\0')[..^1].ShouldBe(line.Words.Select(Encoded));
        }));

    [Theory]
    [InlineData(1)]
    [InlineData(16_364)]
    [InlineData(16_365)]
    [InlineData(100_000)]
    public void Input_comes_in_pieces_none_of_which_is_too_long(int length)
    {
        var input = new byte[length];
        new Random(length).NextBytes(input);
        var to = new ArrayBufferWriter<byte>();

        ClientMessages.WriteInput(to, 7, input);

        var messages = Read(to.WrittenMemory);
        messages.ShouldAllBe(message => message.Type == MessageType.Read && BitConverter.ToInt32(message.Payload) == 7 && message.Payload.Length > 4);
        messages.SelectMany(message => message.Payload.Skip(4)).ShouldBe(input);
    }

    [Fact]
    public void A_word_with_a_NUL_makes_no_command()
    {
        Should.Throw<ArgumentException>(() => TmuxCommandLine.Of("x", "a\0b")).Message.ShouldContain("NUL");
        Should.Throw<ArgumentException>(() => TmuxCommandLine.Exec(["x", "a\0b"])).Message.ShouldContain("NUL");
    }

    // What a server checks before it goes on; else it ends.
    private static void IsWellFormedIntroduction(IReadOnlyList<(MessageType Type, byte[] Payload)> messages)
    {
        messages[^1].ShouldSatisfyAllConditions(done => done.Type.ShouldBe(MessageType.IdentifyDone), done => done.Payload.ShouldBeEmpty());
        foreach (var (type, payload) in messages.SkipLast(1))
        {
            switch (type)
            {
                case MessageType.IdentifyFeatures or MessageType.IdentifyProcess:
                    payload.Length.ShouldBe(4);
                    break;
                case MessageType.IdentifyFlags:
                    payload.Length.ShouldBe(8);
                    break;
                default:
                    payload.ShouldNotBeEmpty();
                    payload[^1].ShouldBe((byte)0);
                    payload.Count(b => b == 0).ShouldBe(1);
                    break;
            }
        }
    }

    private static (MessageType Type, byte[] Payload)[] Read(ReadOnlyMemory<byte> bytes) => [.. MessageReaderTests.Read(new MessageReader(), [bytes.ToArray()])];

    // Half a surrogate pair is no text: it travels as the replacement character.
    private static string Encoded(string word) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(word));

    private static Gen<string[]> Words() => Gen.NonEmptyListOf(
        Gen.ArrayOf(Gen.OneOf(Gen.Elements('a', ';', '\\', '#', '\n', '=', ' ', '%', '"'), Gen.Choose(1, char.MaxValue).Select(c => (char)c)))
            .Select(characters => new string(characters))).Select(words => words.ToArray());
}
