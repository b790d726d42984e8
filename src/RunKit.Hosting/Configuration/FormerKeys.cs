namespace RunKit.Hosting.Configuration;

/// <summary>Keys that configurations of before may hold, and what to write instead.</summary>
internal static class FormerKeys
{
    private static readonly (string Key, string Instead)[] Table =
    [
        ("runkit.attach", "nothing is attached to a server: leave it out"),
        ("runkit.mirror.", "it is runkit.snapshot.{0} now"),
        ("runkit.heartbeat.interval", "a listing shows that a server answers: runkit.snapshot.refresh and runkit.snapshot.idle-refresh say how often"),
        ("runkit.heartbeat.timeout", "it is runkit.snapshot.timeout now"),
        ("runkit.dial.transport", "it is runkit.client now: auto, socket or process"),
    ];

    /// <summary>What to write instead of a key; null when it never was one.</summary>
    public static string? Instead(string path)
    {
        var (key, instead) = Array.Find(Table, former => former.Key.EndsWith('.') ? path.StartsWith(former.Key, StringComparison.Ordinal) : path == former.Key);
        return instead?.Replace("{0}", path[key.Length..], StringComparison.Ordinal);
    }
}
