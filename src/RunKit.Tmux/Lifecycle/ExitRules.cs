using System.Text;

namespace RunKit.Tmux.Lifecycle;

/// <summary>When tmux ends a server by itself (<c>server.c:server_loop</c>): <c>exit-empty</c> and <c>exit-unattached</c>.</summary>
/// <param name="ExitEmpty">The server ends when it has no session. Without it, it never ends by itself.</param>
/// <param name="ExitUnattached">It ends when nobody is attached.</param>
public readonly record struct ExitRules(bool ExitEmpty, bool ExitUnattached)
{
    /// <summary>Reads the two options, each as tmux's format prints a flag.</summary>
    public static bool TryRead(ReadOnlySpan<byte> answer, out ExitRules rules)
    {
        var words = Encoding.ASCII.GetString(answer).TrimEnd('\n').Split(' ');
        rules = words is [var empty, var unattached] ? new ExitRules(IsOn(empty), IsOn(unattached)) : default;
        return words.Length == 2 && words.All(word => word is "0" or "1" or "on" or "off");
    }

    /// <summary>Why the server would end with these sessions and clients, in one line; null when it would not.</summary>
    /// <param name="sessions">Sessions that stay.</param>
    /// <param name="clients">Clients that are attached to them.</param>
    public string? Ends(int sessions, int clients) => (ExitEmpty, ExitUnattached, sessions, clients) switch
    {
        (false, _, _, _) or (_, _, _, > 0) => null,
        (_, true, _, _) => "its option exit-unattached is on and nobody is attached",
        (_, _, 0, _) => "it has no session of its user's and its option exit-empty is on",
        _ => null,
    };

    private static bool IsOn(string flag) => flag is "1" or "on";
}
