using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using RunKit.Cli.Help;

namespace RunKit.Cli.CommandLine;

/// <summary><c>-L NAME</c> and <c>-S PATH</c>, as tmux has them.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string> _name = new("-L") { HelpName = "NAME", Description = "The server, by its socket's name" };
    private readonly Option<string> _path = new("-S") { HelpName = "PATH", Description = "The server, by its socket's path" };
    private readonly bool _orCurrent;

    /// <param name="orCurrent">Inside tmux, that server is meant when none is named.</param>
    public ServerOptions(Command command, bool required, bool orCurrent = false)
    {
        _orCurrent = orCurrent;
        _name.CompletionSources.Add(_ => ServerNames.Live());
        command.Options.Add(_name);
        command.Options.Add(_path);
        command.Validators.Add(result => Check(result, required));
    }

    /// <summary>The server that is meant; null when none is.</summary>
    public ServerTarget? Get(ParseResult parsed) =>
        parsed.GetValue(_name) is { } name ? new ServerTarget(new ServerName(name), null)
        : parsed.GetValue(_path) is { } path ? ServerTarget.At(path)
        : _orCurrent && CurrentSocket is { } current ? ServerTarget.At(current)
        : null;

    /// <summary>Whether the server that is meant is the one that this process runs in.</summary>
    public static bool IsCurrent(ServerTarget? target) => CurrentSocket is { } current && target == ServerTarget.At(current);

    // $TMUX is PATH,PID,SESSION, and a path may hold commas.
    private static string? CurrentSocket
    {
        get
        {
            var parts = (Environment.GetEnvironmentVariable("TMUX") ?? "").Split(',');
            var path = parts.Length > 2 ? string.Join(',', parts[..^2]) : "";
            return ServerName.Problem(Path.GetFileName(path)) is null ? path : null;
        }
    }

    private void Check(CommandResult result, bool required)
    {
        var (name, path) = (Given(result, _name), Given(result, _path));
        var problem = (name, path) switch
        {
            (not null, not null) => "give -L NAME or -S PATH, not both.",
            (not null, _) when ServerName.Problem(name) is { } bad => $"-L {name}: {bad}.",
            (_, not null) when ServerName.Problem(Path.GetFileName(path)) is { } bad => $"-S {path}: {bad}.",
            (null, null) when required && !(_orCurrent && CurrentSocket is not null) => "which server? Give -L NAME or -S PATH.",
            _ => null,
        };
        if (problem is not null)
        {
            result.AddError(problem);
        }
    }

    private static string? Given(CommandResult result, Option<string> option) =>
        result.GetResult(option) is { Tokens: [var token, ..] } ? token.Value : null;
}

/// <summary>The server that a user means.</summary>
/// <param name="Path">The socket's path, when that is how it was named.</param>
internal sealed record ServerTarget(ServerName Name, string? Path)
{
    public static ServerTarget At(string path) =>
        new(new ServerName(System.IO.Path.GetFileName(path)), System.IO.Path.GetFullPath(path));

    /// <exception cref="VerbException">It was named by a path, and that lies in another directory.</exception>
    public ServerName In(string? socketDirectory) =>
        Path is null || socketDirectory is null || System.IO.Path.GetDirectoryName(Path) == System.IO.Path.TrimEndingDirectorySeparator(socketDirectory)
            ? Name
            : throw new VerbException($"{Path} does not lie in the socket directory {socketDirectory}; servers elsewhere are not watched");
}
