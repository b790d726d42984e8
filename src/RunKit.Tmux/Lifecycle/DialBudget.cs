namespace RunKit.Tmux.Lifecycle;

/// <summary>
/// Keeps dials of one server kind: at least <see cref="MinGap"/> between two that may start a process, and at most
/// <see cref="MostPerWindow"/> in any <see cref="Window"/>. A dial can crash a server older than 3.7, so they are rationed
/// whatever asks for them.
/// </summary>
public sealed record DialBudget(ImmutableQueue<DateTimeOffset> Recent)
{
    public const int MostPerWindow = 5;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(250);

    public static DialBudget Fresh { get; } = new(ImmutableQueue<DateTimeOffset>.Empty);

    /// <summary>How long from <paramref name="now"/> until a process dial is allowed; zero when it is.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        var recent = Within(now).ToArray();
        if (recent.Length == 0)
        {
            return TimeSpan.Zero;
        }

        var free = recent[^1] + MinGap;
        if (recent.Length >= MostPerWindow && recent[^MostPerWindow] + Window is var lapse && lapse > free)
        {
            free = lapse;
        }

        return free > now ? free - now : TimeSpan.Zero;
    }

    /// <summary>The budget after a process dial at <paramref name="now"/>.</summary>
    public DialBudget Spend(DateTimeOffset now) => new(ImmutableQueue.CreateRange(Within(now).Append(now)));

    private IEnumerable<DateTimeOffset> Within(DateTimeOffset now) => Recent.Where(dial => dial > now - Window && dial <= now);
}
