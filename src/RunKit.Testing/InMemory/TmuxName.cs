using System.Text;

namespace RunKit.Testing.InMemory;

/// <summary>What tmux makes of the names that it is given.</summary>
internal static class TmuxName
{
    /// <summary>A session's: <c>:</c> and <c>.</c> would be taken for targets (<c>session.c:session_check_name</c>).</summary>
    public static string OfSession(string name) => Visible(name.Replace(':', '_').Replace('.', '_'));

    /// <summary>Control characters are shown as octal numbers, and a <c>$</c> that could begin a variable gets a backslash: vis(3).</summary>
    public static string Visible(string text)
    {
        var seen = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (text[at] < ' ')
            {
                seen.Append('\\').Append(Convert.ToString(text[at], 8).PadLeft(3, '0'));
            }
            else
            {
                seen.Append(text[at] == '$' && (char.IsAsciiLetter(next) || next is '_' or '{') ? "\\$" : $"{text[at]}");
            }
        }

        return seen.ToString();
    }
}
