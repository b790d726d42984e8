using System.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// Reads one line outside a block. Total: every line becomes some item. Names may hold spaces, so a name is always what is left when the
/// ids have been taken.
/// </summary>
internal static class NotificationParser
{
    private delegate TmuxNotification Form(ref NotificationArguments arguments);

    private static readonly (byte[] Name, Form Form)[] Forms =
    [
        Of("output"u8, (ref a) => new TmuxNotification.Output(a.Pane(), OctalText.Unescape(a.RestBytes()))),
        Of("extended-output"u8, ExtendedOutput),
        Of("pause"u8, (ref a) => new TmuxNotification.Pause(LastPane(ref a))),
        Of("continue"u8, (ref a) => new TmuxNotification.Continue(LastPane(ref a))),
        Of("pane-mode-changed"u8, (ref a) => new TmuxNotification.PaneModeChanged(LastPane(ref a))),
        Of("window-pane-changed"u8, (ref a) => new TmuxNotification.WindowPaneChanged(a.Window(), LastPane(ref a))),
        Of("window-add"u8, (ref a) => new TmuxNotification.WindowAdd(LastWindow(ref a), InOurSession: true)),
        Of("unlinked-window-add"u8, (ref a) => new TmuxNotification.WindowAdd(LastWindow(ref a), InOurSession: false)),
        Of("window-close"u8, (ref a) => new TmuxNotification.WindowClose(LastWindow(ref a), InOurSession: true)),
        Of("unlinked-window-close"u8, (ref a) => new TmuxNotification.WindowClose(LastWindow(ref a), InOurSession: false)),
        Of("window-renamed"u8, (ref a) => new TmuxNotification.WindowRenamed(a.Window(), a.Rest(), InOurSession: true)),
        Of("unlinked-window-renamed"u8, (ref a) => new TmuxNotification.WindowRenamed(a.Window(), a.Rest(), InOurSession: false)),
        Of("layout-change"u8, (ref a) => new TmuxNotification.LayoutChange(a.Window(), a.Word(), a.Word(), a.Rest())),
        Of("sessions-changed"u8, SessionsChanged),
        Of("session-changed"u8, (ref a) => new TmuxNotification.SessionChanged(a.Session(), a.Rest())),
        Of("session-renamed"u8, (ref a) => new TmuxNotification.SessionRenamed(a.Session(), a.Rest())),
        Of("session-window-changed"u8, (ref a) => new TmuxNotification.SessionWindowChanged(a.Session(), LastWindow(ref a))),
        Of("client-session-changed"u8, (ref a) => new TmuxNotification.ClientSessionChanged(a.Word(), a.Session(), a.Rest())),
        Of("client-detached"u8, (ref a) => new TmuxNotification.ClientDetached(a.Rest())),
        Of("paste-buffer-changed"u8, (ref a) => new TmuxNotification.PasteBufferChanged(a.Rest())),
        Of("paste-buffer-deleted"u8, (ref a) => new TmuxNotification.PasteBufferDeleted(a.Rest())),
        Of("subscription-changed"u8, SubscriptionLine.Parse),
        Of("message"u8, (ref a) => new TmuxNotification.Message(Encoding.UTF8.GetString(OctalText.Unescape(a.RestBytes())))),
        Of("config-error"u8, (ref a) => new TmuxNotification.ConfigError(a.Rest())),
        Of("exit"u8, (ref a) => new TmuxNotification.Exit(a.Rest() is { Length: > 0 } reason ? reason : null)),
    ];

    public static ControlModeItem Parse(ReadOnlySpan<byte> line)
    {
        if (!NotificationLine.TrySplit(line, out var name, out var rest))
        {
            return new UnframedLine(Encoding.UTF8.GetString(line));
        }

        foreach (var (known, form) in Forms)
        {
            if (name.SequenceEqual(known))
            {
                var arguments = new NotificationArguments(rest);
                var notification = form(ref arguments);
                return arguments.Malformed ? Unknown(name, rest) : notification;
            }
        }

        return Unknown(name, rest);
    }

    private static (byte[] Name, Form Form) Of(ReadOnlySpan<byte> name, Form form) => (name.ToArray(), form);

    private static TmuxNotification.Unknown Unknown(ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) =>
        new(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(arguments));

    private static TmuxNotification.SessionsChanged SessionsChanged(ref NotificationArguments arguments)
    {
        arguments.End();
        return new TmuxNotification.SessionsChanged();
    }

    private static TmuxNotification.ExtendedOutput ExtendedOutput(ref NotificationArguments arguments)
    {
        var pane = arguments.Pane();
        var age = arguments.Number();
        arguments.SkipToColon();
        return new TmuxNotification.ExtendedOutput(pane, age, OctalText.Unescape(arguments.RestBytes()));
    }

    private static PaneId LastPane(ref NotificationArguments arguments)
    {
        var pane = arguments.Pane();
        arguments.End();
        return pane;
    }

    private static WindowId LastWindow(ref NotificationArguments arguments)
    {
        var window = arguments.Window();
        arguments.End();
        return window;
    }
}
