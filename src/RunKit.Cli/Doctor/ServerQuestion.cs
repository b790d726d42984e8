using System.Text;

namespace RunKit.Cli.Doctor;

/// <summary>Asks a server for its settings, and whether its configuration can be read. Changes nothing there.</summary>
internal sealed class ServerQuestion(ITmuxClient client)
{
    private const int HookIndex = 7117;
    private const int MostOfAFile = 1024 * 1024;
    private const char Separator = '|';
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly HintHooks Hooks = new(HookIndex);

    /// <summary>Its answer; null when it gives none.</summary>
    public async Task<ServerAnswer?> AskAsync(ServerView server, CancellationToken cancellationToken)
    {
        var address = new TmuxServerAddress(new SocketPath(server.Socket), null);
        var question = TmuxCommandLine.Of("display-message", "-p", $"#{{version}}{Separator}#{{window-size}}{Separator}{Hooks.Format}{Separator}#{{config_files}}");
        if (await client.RunAsync(address, question, new TmuxRunOptions { Deadline = Limit }, cancellationToken) is not TmuxResult.Exited { Status: 0 } result
            || Encoding.UTF8.GetString(result.Output.Span).TrimEnd('\n').Split(Separator, 4) is not [var version, var windowSize, var hooks, var files])
        {
            return null;
        }

        var errors = ImmutableArray.CreateBuilder<string>();
        foreach (var file in files.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            errors.AddRange(await CheckAsync(address, file, cancellationToken));
        }

        return new ServerAnswer(server.Name, version, windowSize, hooks.Contains('1', StringComparison.Ordinal), errors.ToImmutable());
    }

    // tmux reads it and runs none of it (-n); what it finds wrong it says with a line's number.
    private async Task<IEnumerable<string>> CheckAsync(TmuxServerAddress address, string file, CancellationToken cancellationToken)
    {
        if (Read(file) is not { } text)
        {
            return [];
        }

        var check = TmuxCommandLine.Of("source-file", "-n", "-");
        return await client.RunAsync(address, check, new TmuxRunOptions { Deadline = Limit, Input = text }, cancellationToken) is TmuxResult.Exited { Status: not 0 } result
            ? Encoding.UTF8.GetString([.. result.Output.Span, .. result.Error.Span]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => In(file, line))
            : [];
    }

    private static string In(string file, string line) => line.StartsWith("-:", StringComparison.Ordinal) ? $"{file}{line[1..]}" : $"{file}: {line}";

    private static byte[]? Read(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: > 0 and <= MostOfAFile } ? File.ReadAllBytes(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
