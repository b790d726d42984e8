using RunKit.ControlPlane.Panes;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>Programs that write each line they are given to a file; its name is their last argument.</summary>
internal static class Programs
{
    private const string Reads = """while IFS= read -r{0} line; do printf '%s\n' "$line" >> "$0"; done""";

    // A full-screen program that takes an Enter for a part of the paste when it comes within 100 ms.
    private const string FullScreen = """
        stty raw -echo
        printf '\e[?1049h\e[?2004h\e[2J'
        text= last=0
        while IFS= read -rN1 c; do
          now=${EPOCHREALTIME/[.,]/}
          case $c in
            $'\e') IFS= read -rN5 c ;;
            $'\r' | $'\n') if ((now - last >= 100000)); then printf '%s\n' "$text" >> "$0"; text=; fi; last=$now ;;
            *) text+=$c last=$now ;;
          esac
          printf '\e[5;1H\e[K| %s |\e[23;1H' "${text:${#text} > 30 ? ${#text} - 30 : 0}"
        done
        """;

    /// <summary>What each is called, and how it is started.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["cat"] = ["sh", "-c", "exec cat > \"$0\""],
        ["dash"] = ["dash", "-c", Reads.Replace("{0}", "", StringComparison.Ordinal)],
        ["bash with readline"] = ["bash", "-c", Reads.Replace("{0}", " -e", StringComparison.Ordinal)],
        ["password"] = ["bash", "-c", Reads.Replace("{0}", " -s", StringComparison.Ordinal)],
        ["never echoes"] = ["bash", "-c", "stty raw -echo; exec cat > \"$0\""],
        ["full-screen"] = ["bash", "-c", FullScreen],
    };

    /// <summary>How long a text may be; the full-screen program takes a long time for each character of a long one.</summary>
    public static int MostCharacters(string program) => program == "full-screen" ? 2000 : 20_000;

    /// <summary>How many bytes a text may have: where the kernel edits lines, it keeps no more of one.</summary>
    public static int MostBytes(string program) => program is "cat" or "dash" or "password" ? 4000 : int.MaxValue;

    /// <summary>A program that runs, the pane it runs in, and where it writes.</summary>
    public sealed record Started(PaneAddress Pane, string File)
    {
        /// <summary>What it was given so far. In a raw terminal Enter is a carriage return.</summary>
        public string Read() => System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File).Replace('\r', '\n') : "";
    }
}
