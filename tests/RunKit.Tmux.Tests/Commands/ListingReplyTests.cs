using System.Text;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;
using static RunKit.Tmux.Tests.State.Listing;

namespace RunKit.Tmux.Tests.Commands;

public sealed class ListingReplyTests
{
    private const string Hooks = "1111111111111111111";
    private static readonly ListingCommands Commands = new(AnchorNames.Default, new HintHooks(7117), "n0nce");
    private readonly ListingReplyReader _reader = new(Commands);

    [Fact]
    public void A_whole_reply_says_who_answers_how_it_is_guarded_and_what_lives_there()
    {
        var reply = Read(Reply());

        reply.Generation.ShouldBe(new ServerGeneration(42, 1_700_000_000));
        (reply.Version, reply.IsReleased, reply.WindowSize, reply.Hooks).ShouldBe(("3.3a", false, "latest", Hooks));
        reply.State.Sessions.Values.Single().Name.ShouldBe("main");
    }

    [Fact]
    public void A_server_without_sessions_is_empty() =>
        Read(Bytes($"manual\n{Commands.End} 42 1700000000 3.3a - {Hooks}\n")).State.ShouldBe(ServerState.Empty);

    [Fact]
    public void A_released_server_says_so() =>
        Read(Bytes($"latest\n{Commands.End} 42 1700000000 3.3a released {Hooks}\n")).IsReleased.ShouldBeTrue();

    [Fact]
    public void It_is_whole_when_the_last_line_is_and_not_a_byte_before()
    {
        var reply = Reply();

        for (var length = 0; length < reply.Length; length++)
        {
            _reader.IsWhole(reply.AsSpan(0, length)).ShouldBeFalse($"at {length} of {reply.Length}");
        }

        _reader.IsWhole(reply).ShouldBeTrue();
    }

    [Theory]
    [InlineData("rk-n0nce-end")]
    [InlineData("rk-n0nce-part")]
    [InlineData("rk-other-end 1 2 3 - 1")]
    [InlineData("%begin 1 2 3")]
    [InlineData("a\nrk-other-part\nb")]
    public void A_name_that_looks_like_a_mark_of_another_listing_or_stands_within_a_line_is_a_name(string name)
    {
        var reply = Read(Reply(title: name));

        reply.State.Panes.Values.Single().Title.ShouldBe(name);
    }

    [Fact]
    public void A_reply_that_cannot_be_read_leaves_what_was_read_before()
    {
        var before = Read(Reply()).State;

        foreach (var broken in new[] { Reply()[..^40], Bytes("rubbish"), [.. "x"u8, .. Reply()], Bytes($"latest\n{Commands.End} x y z\n"), Bytes($"a\nb\n{Commands.End} 1 2 3 - 1\n") })
        {
            _reader.TryRead(broken, out var reply, out var problem).ShouldBeFalse();
            reply.ShouldBeNull();
            problem.ShouldNotBeEmpty();
        }

        ReferenceEquals(Read(Reply()).State, before).ShouldBeTrue();
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_throw()
    {
        var random = new Random(11);
        byte[][] pieces =
        [
            Bytes($"{Commands.PartEnd}\n"), Bytes($"{Commands.End} "), Bytes(Commands.End), "\n"u8.ToArray(), " "u8.ToArray(), "42 1700000000 3.3a - "u8.ToArray(),
            Bytes(Hooks), "latest"u8.ToArray(), Window(), Pane(), Client(), Buffer(), [0xff], [0], "|"u8.ToArray(), "\\"u8.ToArray(),
        ];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = random.GetItems(pieces, random.Next(14)).SelectMany(piece => piece).ToArray();
            _reader.IsWhole(bytes);
            var read = _reader.TryRead(bytes, out var reply, out var problem);
            (read == (reply is not null) && read == (problem.Length == 0)).ShouldBeTrue(Convert.ToHexString(bytes));
        }
    }

    private ListingReply Read(byte[] bytes)
    {
        _reader.TryRead(bytes, out var reply, out var problem).ShouldBeTrue(problem);
        return reply!;
    }

    private static byte[] Reply(string title = "host") =>
    [
        .. Window(), .. "\n"u8, .. Bytes($"{Commands.PartEnd}\n"), .. Pane(title: title), .. "\n"u8, .. Bytes($"{Commands.PartEnd}\n"),
        .. Bytes($"{Commands.PartEnd}\n"), .. Bytes($"{Commands.PartEnd}\n"), .. Bytes($"latest\n{Commands.End} 42 1700000000 3.3a - {Hooks}\n"),
    ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
