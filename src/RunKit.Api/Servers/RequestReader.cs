using System.Text;
using RunKit.Tmux.Panes;

namespace RunKit.Api.Servers;

/// <summary>Reads names and bodies, and says in one line what is wrong with them.</summary>
internal static class RequestReader
{
    private const int MaxTimeoutMs = 600_000;

    public static string RawName(HttpContext context) => (string?)context.Request.RouteValues["name"] ?? "";

    /// <exception cref="BadRequestException">The path names no possible server.</exception>
    public static ServerName Name(HttpContext context)
    {
        var raw = RawName(context);
        return ServerName.TryParse(raw, out var name)
            ? name
            : throw new BadRequestException(ProblemCodes.BadName, ServerName.Problem(raw)!);
    }

    /// <exception cref="BadRequestException">The body does not say what to start.</exception>
    public static async Task<NewServer> NewServerAsync(HttpContext context)
    {
        var request = await BodyReader.ReadAsync(context, PlaneJson.Default.NewServer).ConfigureAwait(false);
        if (request.Server is null)
        {
            throw BodyReader.Bad("it needs \"server\", the name of the server");
        }

        request = request with { Command = Words(request.Command), Environment = Words(request.Environment) };
        return request.TimeoutMs is { } limit and not (> 0 and <= NewServer.MaxTimeoutMs)
            ? throw BodyReader.Bad($"\"timeoutMs\" is {limit}; allowed: 1 to {NewServer.MaxTimeoutMs}")
            : request;
    }

    /// <exception cref="BadRequestException">The body holds no tmux command.</exception>
    public static async Task<(ImmutableArray<string> Words, CommandOptions Options)> CommandAsync(HttpContext context)
    {
        var request = await BodyReader.ReadAsync(context, HttpJson.Default.ExecuteRequest).ConfigureAwait(false);
        var words = Words(request.Command);
        if (words.IsEmpty)
        {
            throw BodyReader.Bad("it needs \"command\", a tmux command as an array of words");
        }

        if (TmuxCommandLine.Problem(words) is { } problem)
        {
            throw BodyReader.Bad(problem);
        }

        if (request.TimeoutMs is { } limit and not (> 0 and <= MaxTimeoutMs))
        {
            throw BodyReader.Bad($"\"timeoutMs\" is {limit}; allowed: 1 to {MaxTimeoutMs}");
        }

        // Callers take turns by connection: one who sends much over one holds nobody else up.
        var options = new CommandOptions(context.Connection.Id, request.TimeoutMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null)
        {
            Input = request.Input is { } input ? [.. Encoding.UTF8.GetBytes(input)] : null,
        };
        return (words, options);
    }

    /// <exception cref="BadRequestException">The body does not say what to run.</exception>
    public static async Task<RunRequest> RunAsync(HttpContext context)
    {
        var request = await BodyReader.ReadAsync(context, PlaneJson.Default.RunRequest).ConfigureAwait(false);
        request = request with { Command = Words(request.Command), Environment = Words(request.Environment) };
        return request.Problem() is { } problem ? throw BodyReader.Bad(problem) : request;
    }

    /// <exception cref="BadRequestException">There is a body, and it does not say how to kill.</exception>
    public static async Task<KillOptions> KillAsync(HttpContext context) => HasBody(context)
        ? new KillOptions((await BodyReader.ReadAsync(context, HttpJson.Default.KillRequest).ConfigureAwait(false)).Force)
        : KillOptions.Default;

    /// <exception cref="BadRequestException">There is a body, and it does not say how to release.</exception>
    public static async Task<ReleaseOptions> ReleaseAsync(HttpContext context) => HasBody(context)
        ? new ReleaseOptions((await BodyReader.ReadAsync(context, HttpJson.Default.ReleaseRequest).ConfigureAwait(false)).Force)
        : ReleaseOptions.Default;

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is not (null or 0) || context.Request.Headers.TransferEncoding.Count > 0;

    private static ImmutableArray<string> Words(ImmutableArray<string> words)
    {
        if (words.IsDefault)
        {
            return [];
        }

        return words.Contains(null!) ? throw BodyReader.Bad("a command's words are strings, not null") : words;
    }
}
