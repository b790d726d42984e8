using RunKit.Tmux.Commands;
using RunKit.Tmux.Ports;

namespace RunKit.Actors.Dialing;

/// <summary>
/// A server that was told to end while our new session was on its way to it runs that command all the same: with a session made after the order
/// it does not end, now or ever, and closes whatever connects (<c>server.c:server_loop</c>, <c>server_accept</c>). It is told once more, by
/// SIGTERM, which is all that <c>kill-server</c> does. One that lives is left alone: it answers.
/// </summary>
internal static class HeldShutdown
{
    private const int Looks = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);
    private static readonly TmuxCommandLine Question = TmuxCommandLine.Of("display-message", "-p", "");

    /// <summary>Only for a server to which a new session of ours was sent.</summary>
    public static async Task EndAsync(
        ITmuxClient client, IProcessTable processes, TmuxServerAddress server, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            await Task.Delay(BetweenLooks, time, cancellationToken).ConfigureAwait(false);
            var answer = await client.RunAsync(server, Question, new TmuxRunOptions { Deadline = AnswerLimit }, cancellationToken).ConfigureAwait(false);
            if (ListAndWait.Failure(answer) is not { Kind: ReadFailure.Exiting or ReadFailure.ClosedUnread or ReadFailure.ConnectionLost } || !processes.Lives(server.Expected))
            {
                return;
            }
        }

        processes.TryTerminate(server.Expected!);
    }
}
