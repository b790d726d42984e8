namespace RunKit.Actors.Notices;

/// <summary>A way to tell somebody outside.</summary>
public interface INoticeChannel
{
    /// <summary>What it is called: <c>webhook</c> or <c>command</c>.</summary>
    string Name { get; }

    /// <summary>Sends one notice. What became of it is always a result, and comes within some seconds.</summary>
    /// <param name="notice">The notice, as JSON.</param>
    Task<NoticeDelivery> SendAsync(ReadOnlyMemory<byte> notice, CancellationToken cancellationToken);
}

/// <summary>What became of a notice.</summary>
/// <param name="Delivered">It was taken.</param>
/// <param name="MayRetry">It may be taken later.</param>
/// <param name="Detail">How, or why not, in one line.</param>
public sealed record NoticeDelivery(bool Delivered, bool MayRetry, string Detail);
