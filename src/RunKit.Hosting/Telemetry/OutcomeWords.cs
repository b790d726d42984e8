using System.Collections.Concurrent;
using System.Text.Json;

namespace RunKit.Hosting.Telemetry;

/// <summary>What outcomes are called: <c>server-dead</c> for <c>DialOutcome.ServerDead</c>. There are as many words as kinds of outcome.</summary>
internal static class OutcomeWords
{
    /// <summary>The caller took its question back.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The plane itself did not answer in time.</summary>
    public const string PlaneTimeout = "plane-timeout";

    /// <summary>An exception that nobody foresaw.</summary>
    public const string Fault = "fault";

    /// <summary>The word for <see cref="Tmux.Connection.DialOutcome.ServerDead"/>.</summary>
    public const string ServerDead = "server-dead";

    private static readonly ConcurrentDictionary<Type, string> Words = new();

    public static string Of(object outcome) => Words.GetOrAdd(outcome.GetType(), kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.Name));
}
