using RunKit.Api.Security;

namespace RunKit.Cli.Audit;

/// <summary>Puts the two lines of each change together.</summary>
internal static class AuditTrail
{
    /// <summary>
    /// A change each, in the order in which they began: its outcome, at the moment of its intent. An intent whose outcome was never written (the
    /// node was killed) stands as it is.
    /// </summary>
    public static IEnumerable<AuditEntry> Pair(IEnumerable<AuditEntry> entries)
    {
        var changes = new List<AuditEntry>();
        var open = new Dictionary<(string Request, string By), int>();
        foreach (var entry in entries)
        {
            var key = (entry.Request, entry.By);
            if (entry.Phase == AuditPhase.Outcome && open.Remove(key, out var at))
            {
                changes[at] = entry with { At = changes[at].At };
                continue;
            }

            if (entry.Phase == AuditPhase.Intent)
            {
                open[key] = changes.Count;
            }

            changes.Add(entry);
        }

        return changes;
    }
}
