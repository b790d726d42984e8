using RunKit.Api.Login;
using RunKit.Api.Security;
using RunKit.ControlPlane.Streams;
using RunKit.Tmux.State;

namespace RunKit.Api.Live;

/// <summary>Makes the channels that a viewer asks for, as far as it may have them.</summary>
/// <param name="plane">The plane as this viewer has it.</param>
/// <param name="scope">What it may do.</param>
/// <param name="login">Its login; null where it shows a token, or is on the unix socket.</param>
/// <param name="time">Measures heartbeats.</param>
internal sealed class LiveOpener(IControlPlane plane, AccessScope scope, LoginSession? login, TimeProvider time)
{
    /// <summary>The channel; null, and a code and a line, where there is none.</summary>
    public (LiveChannel? Channel, string Code, string Reason) Make(LiveRequest request, LiveSender sender) => request.Kind switch
    {
        LiveWords.State => State(request, sender),
        LiveWords.Pane => Pane(request, sender),
        LiveWords.Terminal => Terminal(request, sender),
        _ => (null, ProblemCodes.BadParameter, $"\"kind\" is one of {LiveWords.State}, {LiveWords.Pane}, {LiveWords.Terminal}"),
    };

    private static long Credit(LiveRequest request) => request.Credit ?? LiveWords.UsualCredit;

    private (LiveChannel?, string, string) State(LiveRequest request, LiveSender sender)
    {
        EventId? after = null;
        if (request.After is { } text && !EventId.TryParse(text, out after))
        {
            return (null, ProblemCodes.BadEventId, "an event id is EPOCH-SEQ, letters and digits, a dash and a number");
        }

        ImmutableArray<string> types = request.Types ?? [];
        ImmutableArray<string> servers = request.Servers ?? [];
        if (types.FirstOrDefault(type => type is null || !EventFilter.IsType(type)) is { } stranger)
        {
            return (null, ProblemCodes.UnknownEventType, $"there is no event of type '{stranger}'");
        }

        return servers.Select(server => EventFilter.ServerProblem(server ?? "")).FirstOrDefault(problem => problem is not null) is { } bad
            ? (null, ProblemCodes.BadName, bad)
            : (new StateChannel(request.Channel, sender, Credit(request), plane, new EventFilter { Types = types, Servers = servers, After = after }, time), "", "");
    }

    // Also one that types nothing: it sizes windows, and the user's hooks run.
    private (LiveChannel?, string, string) Terminal(LiveRequest request, LiveSender sender)
    {
        if (scope < AccessScope.Input)
        {
            return (null, ProblemCodes.ScopeTooSmall, $"a terminal needs the scope {KebabCase.Of(AccessScope.Input)}; this viewer has {KebabCase.Of(scope)}");
        }

        if (login is not null && !Logins.IsKey(login, request.Key))
        {
            return (null, ProblemCodes.ForeignOrigin, "a terminal that is opened by a cookie needs \"key\", the key of its login");
        }

        if (ServerName.Problem(request.Server ?? "") is { } problem)
        {
            return (null, ProblemCodes.BadName, problem);
        }

        var attach = new AttachRequest(request.Target ?? "", new TerminalSize(request.Columns ?? 0, request.Rows ?? 0))
        {
            ReadOnly = request.ReadOnly ?? false,
            IgnoreSize = request.IgnoreSize ?? false,
        };
        return attach.Problem() is { } bad
            ? (null, ProblemCodes.BadParameter, bad)
            : (new TerminalChannel(request.Channel, sender, Credit(request), plane, new ServerName(request.Server!), attach), "", "");
    }

    private (LiveChannel?, string, string) Pane(LiveRequest request, LiveSender sender)
    {
        if (ServerName.Problem(request.Server ?? "") is { } problem)
        {
            return (null, ProblemCodes.BadName, problem);
        }

        if (request.Pane is not { } pane)
        {
            return (null, ProblemCodes.BadPane, "\"pane\" is a pane's number, such as 5 for %5");
        }

        var address = new PaneAddress(new ServerName(request.Server!), new PaneId(pane));
        return request.History is < 0 or > PaneStreamOptions.MostHistory
            ? (null, ProblemCodes.BadParameter, $"\"history\" is from 0 to {PaneStreamOptions.MostHistory}")
            : (new PaneChannel(request.Channel, sender, Credit(request), plane, address, new PaneStreamOptions(request.History ?? 0)), "", "");
    }
}
