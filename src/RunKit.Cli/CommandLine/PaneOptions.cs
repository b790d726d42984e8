using RunKit.Client;
using RunKit.Api.Errors;
using RunKit.Tmux.Panes;

namespace RunKit.Cli.CommandLine;

/// <summary>
/// <c>-t TARGET</c> beside <c>-L NAME</c> and <c>-S PATH</c>, as tmux has them: an id (<c>%5</c>, <c>@3</c>, <c>$1</c>) or
/// <c>session:window.pane</c>. Inside tmux its server is meant where none is named, and without a target the pane that the verb runs in.
/// </summary>
internal sealed class PaneOptions
{
    private const int MostLooks = 20;
    private const int FewLooks = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly CommandOptions Question = new("targets", TimeSpan.FromSeconds(2));

    private readonly Option<string> _target = new("-t")
    {
        HelpName = "TARGET",
        Description = "The pane: %5, @3, $1, session:window.pane; inside tmux by default the one this runs in",
    };

    private readonly ServerOptions _server;

    public PaneOptions(Command command)
    {
        _server = new ServerOptions(command, required: false, orCurrent: true);
        command.Options.Add(_target);
        _target.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal)))
            {
                result.AddError("-t: give a pane such as %5, or session:window.pane.");
            }
        });
    }

    /// <summary>The server that is meant; null when none is.</summary>
    public ServerTarget? Server(ParseResult parsed) => _server.Get(parsed);

    /// <summary>Whether a pane is meant: one is named, or this runs in one of that server.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(_target) is not null
        || (Environment.GetEnvironmentVariable("TMUX_PANE") is { Length: > 0 } && ServerOptions.IsCurrent(_server.Get(parsed)));

    /// <summary>The pane that is meant.</summary>
    /// <exception cref="VerbException">There is none, or there are several.</exception>
    public async Task<PaneAddress> ResolveAsync(ParseResult parsed, ReachedPlane reached, CancellationToken cancellationToken)
    {
        var named = _server.Get(parsed);
        var target = parsed.GetValue(_target) ?? CurrentPane(named);
        if (named is not null)
        {
            // An id needs no question: what is done to the pane says whether it is there.
            var server = reached.NameOf(named);
            if (PaneId.TryParse(target, out var id))
            {
                return new PaneAddress(server, id);
            }

            return await FindOnAsync(reached.Plane, server, target, cancellationToken)
                ?? throw new VerbException($"{server} has no pane {target}");
        }

        return await FindAnywhereAsync(reached.Plane, target, cancellationToken) switch
        {
            [var one] => one,
            [] => throw new VerbException($"no server has a pane {target}"),
            var several => throw new VerbException(
                $"{target} fits in several servers: {string.Join(", ", several.Select(pane => pane.Server.Value))}; say which one with -L NAME"),
        };
    }

    private static async Task<PaneAddress?> FindOnAsync(IControlPlane plane, ServerName server, string target, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var (isTold, pane) = await InTreeAsync(plane, server, target, cancellationToken);
            if (pane is not null || (isTold && looks == FewLooks))
            {
                return pane;
            }

            if (!isTold)
            {
                return await FindAsync(plane, server, target, cancellationToken);
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    // A node that has just begun may still be dialling, and what has just been made may not stand in its tree: for a moment that is waited for.
    private static async Task<PaneAddress[]> FindAnywhereAsync(IControlPlane plane, string target, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var views = await plane.GetServersAsync(cancellationToken);
            var servers = views.Where(view => view.Generation is not null && ServerName.Problem(view.Name) is null).Select(view => new ServerName(view.Name)).ToArray();
            var found = await FindAmongAsync(plane, servers, target, cancellationToken);
            var isDialling = views.Any(view => view is { Status: ServerStatus.Dialing, Generation: null });
            if (found.Length > 0 || looks == MostLooks || (looks >= FewLooks && !isDialling))
            {
                return found;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    // The trees say it, and a caller who may only read may read them. What they cannot tell is asked of tmux.
    private static async Task<PaneAddress[]> FindAmongAsync(IControlPlane plane, ServerName[] servers, string target, CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(servers.Select(server => InTreeAsync(plane, server, target, cancellationToken)));
        var asked = await Task.WhenAll(servers.Where((_, i) => !looks[i].IsTold).Select(server => FindOrSkipAsync(plane, server, target, cancellationToken)));
        return [.. looks.Select(look => look.Pane).Concat(asked).OfType<PaneAddress>()];
    }

    private static async Task<(bool IsTold, PaneAddress? Pane)> InTreeAsync(IControlPlane plane, ServerName server, string target, CancellationToken cancellationToken)
    {
        PaneId? pane = null;
        var isTold = await plane.GetTreeAsync(server, cancellationToken) is TreeOutcome.Known known && PaneTarget.TryFind(known.Tree, target, out pane);
        return (isTold, pane is { } id ? new PaneAddress(server, id) : null);
    }

    private static string CurrentPane(ServerTarget? named) =>
        Environment.GetEnvironmentVariable("TMUX_PANE") is { Length: > 0 } pane && ServerOptions.IsCurrent(named)
            ? pane
            : throw new VerbException("which pane? Give -t TARGET, such as %5 or session:window.pane", ExitStatus.WrongUsage);

    private static async Task<PaneAddress?> FindAsync(IControlPlane plane, ServerName server, string target, CancellationToken cancellationToken)
    {
        try
        {
            return await plane.ExecuteAsync(server, PaneCommands.Find(target).Words, Question, cancellationToken) switch
            {
                CommandOutcome.Completed done => PaneId.TryParse(done.Output.TrimEnd('\n'), out var id) ? new PaneAddress(server, id) : null,
                CommandOutcome.Failed => null,
                CommandOutcome.NotSent not => throw new VerbException($"{server}: {not.Reason}"),
                CommandOutcome.Unknown unknown => throw new VerbException($"{server}: {unknown.Reason}", ExitStatus.TimedOut),
                var other => throw new VerbException($"{server}: {other}"),
            };
        }
        catch (NodeProblemException e) when (e.Code == ProblemCodes.ScopeTooSmall)
        {
            // A caller that may not run commands finds what the trees tell.
            return null;
        }
    }

    // One server of several that does not answer holds up no question to the others.
    private static async Task<PaneAddress?> FindOrSkipAsync(IControlPlane plane, ServerName server, string target, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(plane, server, target, cancellationToken);
        }
        catch (VerbException e)
        {
            Output.Complain($"not looked at: {e.Message}");
            return null;
        }
    }
}
