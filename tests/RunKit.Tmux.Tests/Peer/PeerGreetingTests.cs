using System.Collections.Immutable;
using System.Text;
using RunKit.Tmux.Peer;

namespace RunKit.Tmux.Tests.Peer;

public sealed class PeerGreetingTests
{
    // What `tmux -N -u -C -S PATH new-session -A -E -s _rk-ctl -f no-output,ignore-size cat` of 3.3a sends, as strace shows it; the flags
    // are ours.
    private static readonly byte[][] Recorded =
    [
        [.. "e\0\0\0\u0011\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, 0],
        [.. "m\0\0\0\u0014\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, 0, 0, 0, 0],
        [.. "f\0\0\0\u0011\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, 0],
        [.. "l\0\0\0\u0016\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, .. "/root\0"u8],
        [.. "h\0\0\0\u0010\0\u0001\0\u0008\0\0\0"u8, 255, 255, 255, 255],
        [.. "n\0\0\0\u0010\0\u0001\0\u0008\0\0\0"u8, 255, 255, 255, 255],
        [.. "k\0\0\0\u0014\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, 0x79, 0x25, 0, 0],
        [.. "i\0\0\0\u001b\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, .. "HOME=/root\0"u8],
        [.. "o\0\0\0\u0018\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, 0, 0x20, 1, 0, 0, 0, 0, 0],
        [.. "j\0\0\0\u0010\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255],
        [200, 0, 0, 0, .. "N\0\0\0\u0008\0\0\0"u8, 255, 255, 255, 255, 8, 0, 0, 0, .. "new-session\0-A\0-E\0-s\0_rk-ctl\0-f\0no-output,ignore-size\0cat\0"u8],
    ];

    private static readonly ImmutableArray<string> Words = ["new-session", "-A", "-E", "-s", "_rk-ctl", "-f", "no-output,ignore-size", "cat"];

    [Fact]
    public void A_greeting_is_what_tmux_itself_says()
    {
        var greeting = PeerGreeting.Of(0x2579, "/root", ["HOME=/root"], Words).ShouldNotBeNull();

        greeting.Input.ShouldBe(Recorded[..5].SelectMany(bytes => bytes));
        greeting.Output.ShouldBe(Recorded[5]);
        greeting.Rest.ShouldBe(Recorded[6..8].SelectMany(bytes => bytes));
        greeting.End.ShouldBe(Recorded[8..].SelectMany(bytes => bytes));
    }

    [Fact]
    public void That_it_is_a_control_client_is_said_right_before_the_end_of_the_introduction()
    {
        var greeting = PeerGreeting.Of(1, "/", [], Words).ShouldNotBeNull();

        Types(greeting.End).ShouldBe([PeerMessageType.IdentifyFlags, PeerMessageType.IdentifyDone, PeerMessageType.Command]);
        Types([.. greeting.Input, .. greeting.Output, .. greeting.Rest]).ShouldNotContain(PeerMessageType.IdentifyFlags);
    }

    [Fact]
    public void A_variable_too_long_for_a_message_is_left_out_and_the_next_is_said()
    {
        var greeting = PeerGreeting.Of(1, "/", ["LONG=" + new string('x', 20_000), "NEXT=1"], Words).ShouldNotBeNull();

        var environment = Messages(greeting.Rest).Where(message => message.Type == PeerMessageType.IdentifyEnvironment);

        environment.Select(message => Encoding.UTF8.GetString(message.Payload.AsSpan())).ShouldBe(["NEXT=1\0"]);
    }

    [Fact]
    public void Commands_too_long_for_a_message_make_no_greeting()
    {
        PeerGreeting.Of(1, "/", [], [new string('x', 16_360)]).ShouldNotBeNull();
        PeerGreeting.Of(1, "/", [], [new string('x', 16_370)]).ShouldBeNull();
    }

    [Fact]
    public void A_text_ends_at_its_first_NUL_as_in_an_argument_vector()
    {
        var greeting = PeerGreeting.Of(1, "/", [], ["list-sessions", "-F\0x"]).ShouldNotBeNull();

        Messages(greeting.End)[^1].Payload.AsSpan()[4..].ToArray().ShouldBe("list-sessions\0-F\0"u8.ToArray());
    }

    [Fact]
    public void Without_a_command_there_is_no_greeting_because_a_server_would_make_a_session() =>
        Should.Throw<ArgumentException>(() => PeerGreeting.Of(1, "/", [], []));

    private static PeerMessageType[] Types(ImmutableArray<byte> bytes) => [.. Messages(bytes).Select(message => message.Type)];

    private static ImmutableArray<PeerMessage> Messages(ImmutableArray<byte> bytes) => new PeerReader().Feed(bytes.AsSpan());
}
