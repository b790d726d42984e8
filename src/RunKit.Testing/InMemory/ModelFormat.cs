using System.Globalization;
using System.Text;

namespace RunKit.Testing.InMemory;

/// <summary>What a format is expanded for.</summary>
internal sealed record FormatScope(
    FakeTmuxServer Server, FakeTmuxSession? Session, FakeTmuxWindow? Window, FakeTmuxPane? Pane, FakeTerminal? Client = null, string? Buffer = null);

/// <summary>Expands tmux's formats, as far as RunKit uses them. A modifier or a variable beyond that is a failure, never a guess.</summary>
internal static class ModelFormat
{
    private const string ShellSpecial = "|&;<>()$`\\\"'*?[# =%";

    /// <exception cref="NotModelledException">The format uses what the fake does not know.</exception>
    public static string Expand(string format, FormatScope scope)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '#' || at + 1 == format.Length)
            {
                text.Append(format[at]);
            }
            else if (format[at + 1] == '{')
            {
                var end = Close(format, at + 1);
                text.Append(Value(format[(at + 2)..end], scope));
                at = end;
            }
            else
            {
                at++;
                text.Append(Short(format[at], scope));
            }
        }

        return text.ToString();
    }

    // What follows a '#' and begins no format stands for itself, '#' and all.
    private static string Short(char letter, FormatScope scope) => letter switch
    {
        '#' or ',' or '}' => $"{letter}",
        'S' => Variable("session_name", scope),
        'W' => Variable("window_name", scope),
        'I' => Variable("window_index", scope),
        'P' => Variable("pane_index", scope),
        'D' => Variable("pane_id", scope),
        'T' => Variable("pane_title", scope),
        '(' or (>= 'A' and <= 'Z') => throw new NotModelledException($"the format #{letter}"),
        _ => $"#{letter}",
    };

    public static bool IsTrue(string value) => value.Length > 0 && value != "0";

    private static string Value(string inner, FormatScope scope)
    {
        if (inner.StartsWith('?'))
        {
            var parts = Parts(inner[1..]);
            return Expand(IsTrue(Condition(parts[0], scope)) ? parts.ElementAtOrDefault(1) ?? "" : parts.ElementAtOrDefault(2) ?? "", scope);
        }

        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? Variable(inner, scope) : Modified(inner[..colon], inner[(colon + 1)..], scope);
    }

    private static string Modified(string modifier, string rest, FormatScope scope)
    {
        switch (modifier)
        {
            case "q":
                return string.Concat(Variable(rest, scope).Select(c => ShellSpecial.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));
            case "S":
                return string.Concat(scope.Server.Model.Sessions.Select(session =>
                    Expand(rest, scope with { Session = session, Window = session.Current, Pane = session.Current.Active })));
            case "m":
                var (pattern, text) = (Parts(rest)[0], Expand(Parts(rest)[1], scope));
                return Flag(System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false));
            case "==" or "!=" or "&&" or "||":
                var parts = Parts(rest).Select(part => Expand(part, scope)).ToArray();
                var (left, right) = (parts[0], parts.ElementAtOrDefault(1) ?? "");
                var holds = modifier switch
                {
                    "==" => left == right,
                    "!=" => left != right,
                    "&&" => IsTrue(left) && IsTrue(right),
                    _ => IsTrue(left) || IsTrue(right),
                };
                return Flag(holds);
            default:
                throw new NotModelledException($"the format #{{{modifier}:...}}");
        }
    }

    // A condition is a variable's name or a format.
    private static string Condition(string condition, FormatScope scope) =>
        condition.Contains('#', StringComparison.Ordinal) ? Expand(condition, scope) : Variable(condition, scope);

    private static string Variable(string name, FormatScope scope) => name switch
    {
        "pid" => Number(scope.Server.Process.Pid),
        "start_time" => Number(scope.Server.Generation.StartTime),
        "version" => scope.Server.Model.Version,
        "socket_path" => scope.Server.Socket.Value,
        _ when name.StartsWith('@') => Option(name, scope),
        _ when Begins(name, "buffer_") => scope.Buffer is { } buffer ? OfBuffer(name, buffer, scope) : "",
        _ when Begins(name, "client_") => scope.Client is { } client ? OfClient(name, client) : "",
        _ when Begins(name, "session_") => scope.Session is { } session ? OfSession(name, session, scope) : "",
        _ when Begins(name, "window_") => scope.Window is { } window ? OfWindow(name, window) : "",
        _ when scope.Pane is { } pane && OfScreen(name, pane) is { } shown => shown,
        _ when Begins(name, "pane_") => scope.Pane is { } pane ? OfPane(name, pane) : "",
        _ when scope.Server.Model.Options.ContainsKey(name) => Option(name, scope),
        _ when name.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_') => scope.Server.Model.Environment.GetValueOrDefault(name, ""),
        _ when scope.Server.Model.Hooks.TryShow(name, out var line) => line,
        _ => throw Unknown(name),
    };

    private static bool Begins(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private static string Option(string name, FormatScope scope) =>
        scope.Pane?.Options.GetValueOrDefault(name) ?? scope.Server.Model.Options.GetValueOrDefault(name) ?? scope.Session?.Options.GetValueOrDefault(name) ?? "";

    private static string OfSession(string name, FakeTmuxSession session, FormatScope scope) => name switch
    {
        "session_id" => $"{session.Id}",
        "session_name" => session.Name,
        "session_group" => "",
        "session_activity" => Number(session.Activity),
        "session_windows" => Number(session.Links.Count),
        "session_attached" => Number(scope.Server.Model.Clients.Count(client => client.Session == session)),
        _ => throw Unknown(name),
    };

    private static string OfWindow(string name, FakeTmuxWindow window) => name switch
    {
        "window_id" => $"{window.Id}",
        "window_index" => Number(window.Index),
        "window_name" => window.Name,
        "window_active" => Flag(window.Session.Current == window),
        "window_width" => Number(PaneLayout.Screen.Width),
        "window_height" => Number(PaneLayout.Screen.Height),
        "window_panes" => Number(window.Cells.Count),
        "window_layout" or "window_visible_layout" => PaneLayout.Of(window),
        _ => throw Unknown(name),
    };

    private static string OfPane(string name, FakeTmuxPane pane) => name switch
    {
        "pane_id" => $"{pane.Id}",
        "pane_index" => Number(pane.Window.Cells.IndexOf(pane)),
        "pane_active" => Flag(pane.Window.Active == pane),
        "pane_dead" => Flag(pane.IsDead),
        "pane_dead_status" => pane.ExitStatus is { } status ? Number(status) : "",
        "pane_dead_signal" => pane.ExitSignal is { } signal ? Number(signal) : "",
        "pane_pipe" => Flag(pane.Pipe is { IsOpen: true }),
        "pane_synchronized" or "pane_input_off" => "0",
        "pane_tty" => pane.Tty,
        "pane_pid" => Number(pane.Pid),
        "pane_width" => Number(PaneLayout.Screen.Width),
        "pane_height" => Number(PaneLayout.Height(pane.Window, pane.Window.Cells.IndexOf(pane))),
        "pane_title" => pane.Title,
        "pane_current_command" => pane.Command,
        "pane_current_path" => pane.Directory,
        "pane_mode" => "",
        _ => throw Unknown(name),
    };

    // Null for what is no part of a screen.
    private static string? OfScreen(string name, FakeTmuxPane pane) => name switch
    {
        "cursor_x" => Number(pane.Screen.Cursor(pane.Height).Column),
        "cursor_y" => Number(pane.Screen.Cursor(pane.Height).Row),
        "cursor_flag" => "1",
        "history_size" => Number(pane.Screen.HistorySize(pane.Height)),
        "history_limit" => "2000",
        "alternate_on" => Flag(pane.Screen.IsDrawn),
        "bracket_paste_flag" or "cursor_shape" or "cursor_blinking" => "",
        "alternate_saved_x" or "alternate_saved_y" => pane.Screen.IsDrawn ? "0" : "4294967295",
        "scroll_region_upper" => "0",
        "scroll_region_lower" => Number(pane.Height - 1),
        "wrap_flag" => "1",
        "insert_flag" or "origin_flag" or "keypad_flag" or "keypad_cursor_flag" => "0",
        "mouse_standard_flag" or "mouse_button_flag" or "mouse_all_flag" or "mouse_utf8_flag" or "mouse_sgr_flag" => "0",
        "pane_tabs" => string.Join(',', Enumerable.Range(1, (PaneLayout.Screen.Width - 1) / 8).Select(tab => tab * 8)),
        _ => null,
    };

    private static string OfClient(string name, FakeTerminal client) => name switch
    {
        "client_pid" => Number(client.Pid),
        "client_name" => client.Name,
        "client_width" => "80",
        "client_height" => "24",
        "client_control_mode" => "0",
        "client_readonly" => "0",
        "client_session" => client.Session?.Name ?? "",
        _ => throw Unknown(name),
    };

    private static string OfBuffer(string name, string buffer, FormatScope scope) => name switch
    {
        "buffer_name" => buffer,
        "buffer_size" => Number(Encoding.UTF8.GetByteCount(scope.Server.Model.Buffers[buffer])),
        "buffer_created" => Number(scope.Server.Generation.StartTime),
        _ => throw Unknown(name),
    };

    private static NotModelledException Unknown(string name) => new($"the variable #{{{name}}}");

    private static string Flag(bool holds) => holds ? "1" : "0";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // The brace that closes the one at this place.
    private static int Close(string format, int open)
    {
        var depth = 0;
        for (var at = open; at < format.Length; at++)
        {
            depth += format[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        throw new NotModelledException($"a format that never closes: {format}");
    }

    // Between commas that are in no inner format.
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 && text[at] == ',')
            {
                parts.Add(text[start..at]);
                start = at + 1;
            }
        }

        return [.. parts, text[start..]];
    }
}

/// <summary>tmux could do this; the fake cannot, and does not pretend to.</summary>
internal sealed class NotModelledException(string what) : Exception($"the fake tmux does not model {what}");
