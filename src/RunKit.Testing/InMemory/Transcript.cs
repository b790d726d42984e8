using System.Text;
using System.Text.RegularExpressions;

namespace RunKit.Testing.InMemory;

/// <summary>
/// What a control-mode client once said, to be said again: see <see cref="FakeTmuxServer.AnswerNextDialWith"/>. In a recording of a dial the
/// word <c>n0nce</c> stands for the word that tells one dial's marks from everything else.
/// </summary>
/// <param name="text">The client's output, line ends and all.</param>
public sealed partial class Transcript(string text)
{
    /// <summary>Reads one from a file, such as RunKit's own under <c>tests/transcripts</c>.</summary>
    public static Transcript Read(string file) => new(File.ReadAllText(file));

    /// <summary>The client's last word is <c>%exit</c>: then it ends. One that does not end stays, and answers nothing.</summary>
    internal bool Ends => LastWord().IsMatch(text);

    internal byte[] For(IEnumerable<string> commands) =>
        Encoding.UTF8.GetBytes(text.Replace("n0nce", Mark().Match(string.Join(' ', commands)).Groups["nonce"].Value, StringComparison.Ordinal));

    [GeneratedRegex(@"^%exit[^\n]*\n\z", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastWord();

    [GeneratedRegex("rk-(?<nonce>[0-9a-z]+)-end", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();
}
