using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using RunKit.Cli.Help;

namespace RunKit.Cli.Events;

/// <summary>Which events <c>watch</c> prints, and from where on.</summary>
internal sealed class WatchOptions
{
    // Of what came before a node forgets the oldest; more than this it has hardly.
    private static readonly TimeSpan LongestAgo = TimeSpan.FromDays(20);

    private readonly ServerOptions _server;
    private readonly Option<string[]> _type = new("--type") { HelpName = "GLOB", Description = "Only events of these types, such as 'server.*'; several may be given" };
    private readonly Option<string[]> _servers = new("--server") { HelpName = "GLOB", Description = "Only events of these servers, such as 'build*'; several may be given" };
    private readonly Option<string> _after = new("--after") { HelpName = "ID", Description = "Go on behind this event" };
    private readonly Option<string> _since = new("--since") { HelpName = "TIME", Description = "Begin with what happened so long ago, such as 10m, as far as the node remembers it" };

    public WatchOptions(Command command)
    {
        _server = new ServerOptions(command, required: false);
        foreach (var option in (Option[])[_type, _servers, _after, _since])
        {
            command.Options.Add(option);
        }

        _type.CompletionSources.Add(_ => EventTypes.All);
        _servers.CompletionSources.Add(_ => ServerNames.Live());
        Check(_after, text => EventId.TryParse(text, out _) ? null : $"--after {text}: an event id is EPOCH-SEQ, as watch --json prints it.");
        Check(_since, text => Duration.Problem("--since", text, TimeSpan.FromMilliseconds(1), LongestAgo));
        Check(_type, text => EventFilter.IsType(text) ? null : $"--type {text}: there is no such event; {Nearest(text)}.");
        Check(_servers, text => EventFilter.ServerProblem(text) is { } problem ? $"--server {text}: {problem}." : null);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_after) is not null && result.GetResult(_since) is not null)
            {
                result.AddError("give --after ID or --since TIME, not both.");
            }
        });
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="VerbException">The server was named by a path, and that lies in another directory.</exception>
    public EventFilter Filter(ParseResult parsed, string? socketDirectory, DateTimeOffset now) => new()
    {
        Types = [.. parsed.GetValue(_type) ?? []],
        Servers = [.. parsed.GetValue(_servers) ?? [], .. _server.Get(parsed) is { } server ? [server.In(socketDirectory).Value] : Array.Empty<string>()],
        After = EventId.TryParse(parsed.GetValue(_after), out var id) ? id : null,
        Since = parsed.GetValue(_since) is { } ago && Duration.TryParse(ago, out var length) ? now - length : null,
    };

    /// <summary>What can be said of a type that there is none of.</summary>
    public static string Nearest(string type)
    {
        var family = type.Split('.')[0] + ".";
        var kin = EventTypes.All.Where(known => known.StartsWith(family, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        return kin.Length > 0
            ? $"of {family} there are {string.Join(", ", kin)}"
            : $"there are {string.Join(", ", EventTypes.All.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Looks at each of an option's words.</summary>
    public static void Check(Option option, Func<string, string?> problem) => option.Validators.Add(result =>
    {
        foreach (var text in result.Tokens.Select(token => problem(token.Value)).OfType<string>())
        {
            result.AddError(text);
        }
    });
}
