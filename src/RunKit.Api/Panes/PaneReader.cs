using System.Globalization;
using RunKit.Api.Servers;
using RunKit.Tmux.Panes;

namespace RunKit.Api.Panes;

/// <summary>Reads what requests say of panes, and says in one line what is wrong with it.</summary>
internal static class PaneReader
{
    /// <exception cref="BadRequestException">The path names no possible server, or no possible pane.</exception>
    public static PaneAddress Pane(HttpContext context)
    {
        var server = RequestReader.Name(context);
        var raw = (string?)context.Request.RouteValues["id"] ?? "";
        return uint.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PaneAddress(server, new PaneId(number))
            : throw new BadRequestException(ProblemCodes.BadPane, $"a pane's id in a path is its number, such as 5 for %5, not {raw}");
    }

    /// <exception cref="BadRequestException">The body holds no text to type.</exception>
    public static async Task<SendRequest> SendAsync(HttpContext context)
    {
        var request = await BodyReader.ReadAsync(context, PlaneJson.Default.SendRequest).ConfigureAwait(false);
        if (request.Text is null)
        {
            throw BodyReader.Bad("it needs \"text\", the text to type");
        }

        return request.TimeoutMs is { } limit and not (> 0 and <= SendRequest.MaxTimeoutMs)
            ? throw BodyReader.Bad($"\"timeoutMs\" is {limit}; allowed: 1 to {SendRequest.MaxTimeoutMs}")
            : request;
    }

    /// <exception cref="BadRequestException">The body holds no keys.</exception>
    public static async Task<KeysRequest> KeysAsync(HttpContext context)
    {
        var request = await BodyReader.ReadAsync(context, PlaneJson.Default.KeysRequest).ConfigureAwait(false);
        return KeyName.Problem(request.Keys) is { } problem ? throw BodyReader.Bad(problem) : request;
    }

    /// <exception cref="BadRequestException"><c>history</c> is no number of rows.</exception>
    public static CaptureOptions Capture(HttpContext context) => (string?)context.Request.Query["history"] switch
    {
        null => CaptureOptions.Default,
        "all" => CaptureOptions.Everything,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            ? new CaptureOptions(rows)
            : throw new BadRequestException(ProblemCodes.BadParameter, $"history={text}: give a number of rows, or all"),
    };
}
