using System.Text;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>Texts of one line that are hard to type: all of Unicode's planes, and what tmux and shells make something of.</summary>
internal static class RandomTexts
{
    private static readonly string[] Hard =
    [
        ";", "\\;", "#{pane_id}", "#(touch x)", "#[bold]", "-", "--", "%5", "$HOME", "`id`", "$(id)", "'", "\"", "\\", "~", "!", "{", "}", " ", "  ", "\t",
        "é", "日本語", "عربى", "e\u0301", "👩‍👩‍👧", "\U000e0041", "\uffff", "\ue000", "%begin 1 2 3", "200~", "[201~",
    ];

    // Every plane that has characters, and the two that are private.
    private static readonly int[] Planes = [0, 1, 2, 3, 14, 15, 16];

    /// <param name="random">Where chance comes from.</param>
    /// <param name="mostCharacters">How many characters it has at most.</param>
    /// <param name="mostBytes">How many bytes of UTF-8 it has at most.</param>
    public static string Next(Random random, int mostCharacters, int mostBytes = int.MaxValue)
    {
        var text = new StringBuilder();
        text.Append(random.Next(4) switch { 0 => "-", 1 => "%", 2 => "#{", _ => "" });
        var length = random.Next(1, (int)Math.Pow(10, 1 + (random.NextDouble() * (Math.Log10(mostCharacters) - 1))));
        while (text.Length < length)
        {
            text.Append(random.Next(3) switch { 0 => Hard[random.Next(Hard.Length)], 1 => Character(random), _ => ((char)random.Next('!', '~')).ToString() });
        }

        text.Append(random.Next(3) == 0 ? ";" : "x");
        while (Encoding.UTF8.GetByteCount(text.ToString()) > mostBytes)
        {
            text.Remove(text.Length / 2, 1);
            for (var i = 0; i < text.Length; i++)
            {
                if (char.IsHighSurrogate(text[i]) ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]) : char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
                {
                    text.Remove(i--, 1);
                }
            }
        }

        return text.ToString();
    }

    private static string Character(Random random)
    {
        while (true)
        {
            var value = (Planes[random.Next(Planes.Length)] << 16) | random.Next(0x10000);
            if (Rune.IsValid(value) && !Rune.IsControl(new Rune(value)))
            {
                return new Rune(value).ToString();
            }
        }
    }
}
