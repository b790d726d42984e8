using System.Collections.Immutable;
using RunKit.Actors.Notices;
using RunKit.Tmux.Linux.Launching;

namespace RunKit.Hosting.Notices;

/// <summary>Runs a program for each notice, which reads it from its stdin.</summary>
internal sealed class CommandChannel(ImmutableArray<string> words, TimeProvider time) : INoticeChannel
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "command";

    /// <inheritdoc/>
    public async Task<NoticeDelivery> SendAsync(ReadOnlyMemory<byte> notice, CancellationToken cancellationToken)
    {
        var (status, problem) = await ShortProgram.RunAsync(words, notice, Limit, time, cancellationToken).ConfigureAwait(false);
        return status == 0
            ? new NoticeDelivery(Delivered: true, MayRetry: false, "it ended with 0")
            : new NoticeDelivery(Delivered: false, MayRetry: false, problem ?? $"it ended with {status}");
    }
}
