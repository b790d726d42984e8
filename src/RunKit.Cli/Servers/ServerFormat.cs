using System.Globalization;
using System.Text.RegularExpressions;

namespace RunKit.Cli.Servers;

/// <summary>
/// <c>-F FORMAT</c> of <c>ls</c>, as tmux has it: <c>#{pid}</c>. What is known of a server is put in at once; anything else its tmux is asked for,
/// which a server that does not run cannot answer: there it is empty.
/// </summary>
internal static partial class ServerFormat
{
    private static readonly CommandOptions Question = new("formats", TimeSpan.FromSeconds(5));

    private static readonly Dictionary<string, Func<ServerView, string?>> Known = new(StringComparer.Ordinal)
    {
        ["name"] = view => view.Name,
        ["node"] = view => view.Node,
        ["socket_path"] = view => view.Socket,
        ["state"] = ServerWords.State,
        ["status"] = view => KebabCase.Of(view.Status),
        ["reason"] = view => view.Reason is { } reason ? KebabCase.Of(reason) : "",
        ["pid"] = view => view.Generation?.Pid.ToString(CultureInfo.InvariantCulture),
        ["start_time"] = view => view.Generation?.StartTime.ToString(CultureInfo.InvariantCulture),
        ["version"] = view => view.Version,
        ["guard"] = view => KebabCase.Of(view.Guard),
        ["sessions"] = view => view.Sessions.ToString(CultureInfo.InvariantCulture),
        ["windows"] = view => view.Windows.ToString(CultureInfo.InvariantCulture),
        ["panes"] = view => view.Panes.ToString(CultureInfo.InvariantCulture),
        ["clients"] = view => view.Clients.ToString(CultureInfo.InvariantCulture),
        ["since"] = view => view.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["attach_target"] = view => view.AttachTarget?.ToString(),
    };

    /// <summary>The names that need no question.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The line of one server.</summary>
    public static async Task<string> LineAsync(IControlPlane plane, ServerView view, string format, CancellationToken cancellationToken)
    {
        if (Variables().Replace(format, "") is var rest && !rest.Contains("#{", StringComparison.Ordinal)
            && Variables().Matches(format).All(variable => Known.ContainsKey(variable.Groups["name"].Value)))
        {
            return Printable.Line(Variables().Replace(format, variable => Value(view, variable) ?? "").Replace("##", "#", StringComparison.Ordinal));
        }

        if (view.Status != ServerStatus.Connected || view.Generation is null)
        {
            return Printable.Line(Variables().Replace(format, variable => Value(view, variable) ?? ""));
        }

        // A # in a value is no beginning of a variable.
        var question = Variables().Replace(format, variable => Known.ContainsKey(variable.Groups["name"].Value)
            ? (Value(view, variable) ?? "").Replace("#", "##", StringComparison.Ordinal)
            : variable.Value);

        // Where nobody is attached tmux would speak of the session that was made last, which may be the anchor.
        ImmutableArray<string> target = view.AttachTarget is { } session ? ["-t", $"{session}:"] : [];
        return await plane.ExecuteAsync(new ServerName(view.Name), ["display-message", "-p", .. target, question], Question, cancellationToken) switch
        {
            CommandOutcome.Completed done => Printable.Line(done.Output.TrimEnd('\n')),
            CommandOutcome.Failed failed => throw new VerbException($"{view.Name}: {failed.Words.Trim()}"),
            CommandOutcome.NotSent not => throw new VerbException($"{view.Name}: {not.Reason}"),
            CommandOutcome.Unknown unknown => throw new VerbException($"{view.Name}: {unknown.Reason}", ExitStatus.TimedOut),
            var other => throw new VerbException($"{view.Name}: {other}"),
        };
    }

    private static string? Value(ServerView view, Match variable) => Known.TryGetValue(variable.Groups["name"].Value, out var of) ? of(view) : null;

    [GeneratedRegex(@"(?<!#)#\{(?<name>[a-z_]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variables();
}
