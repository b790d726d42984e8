using System.Text;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;

namespace RunKit.Tmux.Tests.Commands;

public sealed class MostRecentTests
{
    private static readonly HashSet<SessionId> Among = [new SessionId(1), new SessionId(2), new SessionId(3)];

    [Theory]
    [InlineData("10 $1\n30 $2\n20 $3\n", 2u)]
    [InlineData("10 $1\n10 $2\n", 1u)]
    [InlineData("99 $9\n5 $3\n", 3u)]
    public void The_session_that_was_used_last_among_those_that_count_is_named(string answer, uint session) =>
        GuardCommands.MostRecent(Encoding.ASCII.GetBytes(answer), Among).ShouldBe(new SessionId(session));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("99 $9\n")]
    [InlineData("x $1\n")]
    [InlineData("10 @1\n")]
    [InlineData("10\n$1\n")]
    [InlineData("-10 $1\n")]
    [InlineData("99999999999999999999 $1\n")]
    public void An_answer_that_names_none_of_them_names_none(string answer) =>
        GuardCommands.MostRecent(Encoding.ASCII.GetBytes(answer), Among).ShouldBeNull();

    [Fact]
    public void Any_bytes_name_one_of_them_or_none()
    {
        var random = new Random(3);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = new byte[random.Next(60)];
            for (var at = 0; at < bytes.Length; at++)
            {
                bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"0123 $\n"[random.Next(7)];
            }

            if (GuardCommands.MostRecent(bytes, Among) is { } session)
            {
                Among.ShouldContain(session);
            }
        }
    }
}
