using System.Buffers;
using System.Text;
using RunKit.Tmux.Ports;
using RunKit.Tmux.Protocol;

namespace RunKit.Tmux.Tests.Protocol;

public sealed class ClientConversationTests
{
    private readonly ArrayBufferWriter<byte> _answers = new();

    [Fact]
    public void Stdout_and_stderr_are_kept_apart_by_their_streams()
    {
        var conversation = Converse(
            Message(303, 1, 1, 0), Message(303, 2, 2, 0), Message(303, 9, 1, 512, "-\0"), Message(304, 1, "out "), Message(304, 2, "err"), Message(304, 9, "put"),
            Message(306, 9), Message(203, 1));

        var exited = conversation.Result.ShouldBeOfType<TmuxResult.Exited>();

        exited.Status.ShouldBe(1);
        Encoding.UTF8.GetString(exited.Output.Span).ShouldBe("out put");
        Encoding.UTF8.GetString(exited.Error.Span).ShouldBe("err");
        Answers().ShouldBe(["305 1 0", "305 2 0", "305 9 0", "205"]);
    }

    [Fact]
    public void A_path_is_opened_for_nobody()
    {
        Converse(TmuxRunOptions.Default with { Input = "x"u8.ToArray() }, Message(303, 5, -1, 512, "/etc/x\0"), Message(300, 6, -1, "/etc/passwd\0"));
        Answers().ShouldBe(["305 5 9", "302 6 9"]);
    }

    [Fact]
    public void Input_goes_to_whatever_asks_for_stdin_and_is_refused_where_there_is_none()
    {
        Converse(TmuxRunOptions.Default with { Input = "abcd"u8.ToArray() }, Message(300, 3, 0, "-\0"));
        Answers().ShouldBe([$"301 3 {BitConverter.ToInt32("abcd"u8)}", "302 3 0"]);
        _answers.ResetWrittenCount();
        Converse(Message(300, 3, 0, "-\0"));
        Answers().ShouldBe(["302 3 9"]);
    }

    [Fact]
    public void What_is_written_to_a_stream_that_was_not_opened_is_dropped() =>
        Converse(Message(304, 1, "x"), Message(203, 0)).Result.ShouldBeOfType<TmuxResult.Exited>().Output.Length.ShouldBe(0);

    [Fact]
    public void A_server_that_ends_makes_no_success() =>
        Converse(Message(303, 1, 1, 0), Message(304, 1, "x"), Message(210)).Result.ShouldBeOfType<TmuxResult.Unknown>().Reason.ShouldBe(UnknownReason.ServerExiting);

    [Fact]
    public void Another_version_means_that_nothing_ran() =>
        Converse(Message(12)).Result.ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.WrongProtocol);

    [Fact]
    public void A_server_that_admits_nobody_has_run_nothing() =>
        Converse(Message(203, 0, "access not allowed\0")).Result.ShouldBeOfType<TmuxResult.NotSent>().Reason.ShouldBe(NotSentReason.NotOurs);

    [Fact]
    public void Messages_that_mean_nothing_to_a_plain_client_change_nothing() =>
        Converse(Message(207), Message(218, 1, 1), Message(303), Message(304), Message(300), Message(203)).Result.ShouldBeOfType<TmuxResult.Exited>().Status.ShouldBe(0);

    [Theory]
    [InlineData(3, 3, false)]
    [InlineData(3, 2, true)]
    [InlineData(3, 0, true)]
    [InlineData(0, 0, false)]
    public void Output_over_the_limit_is_cut_and_said_to_be(int length, int limit, bool cut)
    {
        var text = new string('x', length);
        var exited = Converse(TmuxRunOptions.Default with { OutputLimit = limit }, Message(303, 1, 1, 0), Message(304, 1, text), Message(203, 0)).Result
            .ShouldBeOfType<TmuxResult.Exited>();
        exited.Cut.ShouldBe(cut);
        exited.Output.Length.ShouldBe(Math.Min(length, limit));
    }

    [Fact]
    public void Whatever_a_server_says_ends_in_a_result_or_goes_on()
    {
        for (var seed = 0; seed < Fuzz.Cases; seed++)
        {
            var random = new Random(seed);
            var conversation = new ClientConversation(TmuxRunOptions.Default);
            foreach (var piece in MessageReaderTests.Noise(random).Chunk(random.Next(1, 60)))
            {
                conversation.Receive(piece, _answers);
            }

            // Whatever we answer is well-formed all the same.
            _ = Answers();
            _answers.ResetWrittenCount();
        }
    }

    private ClientConversation Converse(params byte[][] messages) => Converse(TmuxRunOptions.Default, messages);

    private ClientConversation Converse(TmuxRunOptions options, params byte[][] messages)
    {
        var conversation = new ClientConversation(options);
        conversation.Receive(messages.SelectMany(message => message).ToArray(), _answers);
        return conversation;
    }

    private string[] Answers() =>
    [
        .. MessageReaderTests.Read(new MessageReader(), [_answers.WrittenSpan.ToArray()])
            .Select(message => string.Join(' ', [(int)message.Type, .. message.Payload.Chunk(4).Select(number => BitConverter.ToInt32(number))])),
    ];

    private static byte[] Message(int type, params object[] parts)
    {
        byte[] payload = [.. parts.SelectMany(part => part is int number ? BitConverter.GetBytes(number) : Encoding.UTF8.GetBytes((string)part))];
        return [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(16 + payload.Length), 8, 0, 0, 0, 255, 255, 255, 255, .. payload];
    }
}
