using System.Globalization;
using RunKit.Tmux.Panes;

namespace RunKit.Actors.Panes;

/// <summary>
/// Types a text into a pane and stays until it is known what became of it. One text at a time for each pane: that is for the caller
/// to see to.
/// </summary>
public sealed class PaneSender
{
    private const int MostEnters = 3;
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortGap = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongGap = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortFor = TimeSpan.FromMilliseconds(400);

    private readonly PanePorts _ports;
    private readonly PaneAddress _pane;
    private readonly SendRequest _request;
    private readonly TypedText _text;
    private readonly EchoSearch _search;
    private readonly CancellationToken _cancelled;
    private readonly long _began;

    private PaneSender(PanePorts ports, PaneAddress pane, SendRequest request, TypedText text, CancellationToken cancellationToken)
    {
        (_ports, _pane, _request, _text, _cancelled) = (ports, pane, request, text, cancellationToken);
        _search = new EchoSearch(text.Text);
        _began = ports.Time.GetTimestamp();
    }

    private bool IsLate => _ports.Time.GetElapsedTime(_began) >= _request.Timeout;

    /// <summary>Types the text of <paramref name="request"/>, if the pane is as the request wants it.</summary>
    public static async Task<SendOutcome> SendAsync(PanePorts ports, PaneAddress pane, SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(pane);
        ArgumentNullException.ThrowIfNull(request);
        return TypedText.TryParse(request.Text, out var text, out var problem)
            ? await new PaneSender(ports, pane, request, text, cancellationToken).RunAsync().ConfigureAwait(false)
            : new SendOutcome.Refused(problem);
    }

    private async Task<SendOutcome> RunAsync()
    {
        var look = await LookAsync().ConfigureAwait(false);
        if (look.Moment is not { } before)
        {
            return new SendOutcome.Refused(look.Problem == GonePane ? $"there is no pane {_pane}" : look.Problem);
        }

        using var claim = await TerminalClaims.TakeAsync(_ports.Terminals, before.Facts.Tty, _request.Timeout, _ports.Time, _cancelled).ConfigureAwait(false);
        if (claim is null)
        {
            return new SendOutcome.Refused($"its turn to type into {_pane} did not come within {_request.Timeout.TotalSeconds:0.#} s");
        }

        return await TypeAsync(before).ConfigureAwait(false);
    }

    private async Task<SendOutcome> TypeAsync(PaneMoment before)
    {
        if (SendGuard.Objection(before.Facts, before.Terminal, _text, new SendWish(_request.IfCommand, _request.IfPrompt, _request.Multiline)) is { } objection)
        {
            return new SendOutcome.Refused(objection);
        }

        var seen = false;
        if (!_text.IsEmpty)
        {
            var (outcome, echo, now) = await PasteAsync(before).ConfigureAwait(false);
            if (outcome is not null)
            {
                return outcome;
            }

            if (AfterEcho(echo, now!) is { } ended)
            {
                return ended;
            }

            (seen, before) = (echo == EchoVerdict.Seen, now!);
        }

        return _request.Enter ? await EnterAsync(before, seen).ConfigureAwait(false) : new SendOutcome.Delivered(Evidence(seen));
    }

    private async Task<(SendOutcome? Outcome, EchoVerdict Echo, PaneMoment? Now)> PasteAsync(PaneMoment before)
    {
        var commands = new SendCommands(before.Facts, PaneLooks.Nonce());
        var typed = await _ports.Commands.RunAsync(commands.Paste(), _text.Utf8, StepLimit, _cancelled).ConfigureAwait(false);
        if (NotTyped(typed, commands) is { } not)
        {
            if (not is SendOutcome.Unknown)
            {
                await _ports.Commands.RunAsync(commands.Forget(), null, StepLimit, _cancelled).ConfigureAwait(false);
            }

            return (not, default, null);
        }

        var watch = new EchoWatch(before, _search);
        var (verdict, now, problem) = await WatchAsync(watch.Judge, EchoVerdict.Wait).ConfigureAwait(false);
        return now is null ? (new SendOutcome.Unknown(problem), default, null) : (null, verdict, now);
    }

    // What ends it before Enter; null when Enter is next, or nothing.
    private SendOutcome? AfterEcho(EchoVerdict echo, PaneMoment now) => echo switch
    {
        EchoVerdict.Wait => new SendOutcome.Unknown(Late),
        EchoVerdict.Queued => Queued(now),
        EchoVerdict.Silent when !_request.Enter && now.Terminal is { ReadsLines: true } =>
            new SendOutcome.Staged("it stands in the terminal's line, and the program reads it when Enter is pressed: runkit keys Enter"),
        EchoVerdict.Silent when !_request.Enter && now.Terminal is null => Unseen,
        _ => null,
    };

    private async Task<SendOutcome> EnterAsync(PaneMoment before, bool seen)
    {
        for (var presses = 1; ; presses++)
        {
            var commands = new SendCommands(before.Facts, PaneLooks.Nonce());
            if (NotTyped(await _ports.Commands.RunAsync(commands.Enter(), null, StepLimit, _cancelled).ConfigureAwait(false), commands) is { } not)
            {
                return _text.IsEmpty && presses == 1 ? not : new SendOutcome.Unknown(Why(not));
            }

            var watch = new EnterWatch(before, _search, seen || _text.IsEmpty);
            var (verdict, now, problem) = await WatchAsync(watch.Judge, EnterVerdict.Wait).ConfigureAwait(false);
            if (now is null)
            {
                // Its program may have ended by what was typed: exit.
                return seen && problem == GonePane ? new SendOutcome.Delivered(SendEvidence.Seen) : new SendOutcome.Unknown(problem);
            }

            switch (verdict)
            {
                case EnterVerdict.Nothing when presses < MostEnters:
                    before = now;
                    continue;
                case EnterVerdict.Took:
                    return new SendOutcome.Delivered(Evidence(seen));
                case EnterVerdict.Queued:
                    return Queued(now);
                case EnterVerdict.Wait:
                    return new SendOutcome.Unknown(Late);
                case EnterVerdict.Unclear when !seen:
                    return Unseen;
                default:
                    return new SendOutcome.Staged(
                        verdict == EnterVerdict.Nothing
                            ? $"it stands in the input line, and {MostEnters} Enters had no visible effect; look at it with: runkit capture"
                            : "it stands in the input line, and something else on the screen changed after Enter, which is not pressed again then; look at it with: runkit capture");
            }
        }
    }

    private const string Late = "the time was over before it was clear what became of the text";
    private const string GonePane = "the pane ended in the middle";

    private static SendOutcome.Staged Unseen { get; } =
        new("it was typed, and neither the screen nor the terminal tells whether the program has taken it; look at it with: runkit capture");

    private static SendEvidence Evidence(bool seen) => seen ? SendEvidence.Seen : SendEvidence.Read;

    private static string Why(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Refused refused => $"the text was typed, and then Enter was not pressed: {refused.Reason}",
        SendOutcome.Unknown unknown => unknown.Reason,
        _ => outcome.ToString(),
    };

    private static SendOutcome.Staged Queued(PaneMoment now)
    {
        var program = now.Terminal?.Foreground is { } foreground ? $"{foreground.Name}{(foreground.Stopped ? " (stopped)" : "")}" : now.Facts.Command;
        return new SendOutcome.Staged(string.Create(
            CultureInfo.InvariantCulture,
            $"it stands in the terminal's queue: {program} does not read now ({now.Unread} bytes wait there); it, or what comes after it, gets them when it reads"));
    }

    private static SendOutcome? NotTyped(CommandOutcome outcome, SendCommands commands) => outcome switch
    {
        CommandOutcome.Completed done when commands.WasTyped(done.Output) => null,
        CommandOutcome.Completed => new SendOutcome.Refused("another program is in the pane now, or it has ended just now"),
        CommandOutcome.Failed failed => new SendOutcome.Refused($"tmux: {failed.Words}"),
        CommandOutcome.NotSent not => new SendOutcome.Refused(not.Reason),
        CommandOutcome.Unknown unknown => new SendOutcome.Unknown(unknown.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<(T Verdict, PaneMoment? Now, string Problem)> WatchAsync<T>(Func<PaneMoment, TimeSpan, T> judge, T wait)
        where T : struct
    {
        var from = _ports.Time.GetTimestamp();
        while (true)
        {
            var (now, problem) = await LookAsync().ConfigureAwait(false);
            if (now is null || now.Facts.Dead)
            {
                return (wait, null, now is null ? problem : GonePane);
            }

            var at = _ports.Time.GetElapsedTime(from);
            var verdict = judge(now, at);
            if (!verdict.Equals(wait) || IsLate)
            {
                return (verdict, now, "");
            }

            try
            {
                await Task.Delay(at < ShortFor ? ShortGap : LongGap, _ports.Time, _cancelled).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return (wait, null, "it was given up in the middle");
            }
        }
    }

    private async Task<(PaneMoment? Moment, string Problem)> LookAsync()
    {
        switch (await _ports.Commands.LookAsync(nonce => PaneCommands.Look(_pane.Pane, nonce), 1, StepLimit, _cancelled).ConfigureAwait(false))
        {
            case PaneLook.Seen { Reply: var reply }:
                var terminal = reply.Facts.Dead || reply.Facts.Tty.Length == 0 ? null : _ports.Terminals.Read(reply.Facts.Tty, reply.Facts.Pid);
                return (new PaneMoment(reply.Facts, reply.Parts[0], terminal), "");
            case PaneLook.Gone:
                return (null, GonePane);
            case PaneLook.Failed failed:
                return (null, failed.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
