namespace RunKit.Tmux.Identity;

/// <summary>
/// One run of a tmux server, from its start to its end. A name may be used again; its ids ($1, @1, %1) start over, so nothing known of one
/// generation may be said of another.
/// </summary>
/// <param name="Pid">tmux's <c>#{pid}</c>.</param>
/// <param name="StartTime">tmux's <c>#{start_time}</c>, in seconds since 1970.</param>
public sealed record ServerGeneration(int Pid, long StartTime)
{
    public override string ToString() => $"{Pid}@{StartTime}";
}
