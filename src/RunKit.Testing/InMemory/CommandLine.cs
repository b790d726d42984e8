using System.Collections.Immutable;
using System.Text;

namespace RunKit.Testing.InMemory;

/// <summary>Reads a line as tmux's parser does, as far as quoted words and bare semicolons go; and options as getopt does.</summary>
internal static class CommandLine
{
    /// <summary>The commands of a line. A quote that is left open ends with it, as in tmux.</summary>
    public static ImmutableArray<ImmutableArray<string>> Parse(string line)
    {
        var commands = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var words = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < line.Length;)
        {
            if (line[at] is ' ' or '\t' or '\r')
            {
                at++;
            }
            else if (line[at] == '#' && words.Count == 0)
            {
                break;
            }
            else if (line[at] == ';')
            {
                End(words, commands);
                at++;
            }
            else
            {
                words.Add(Word(line, ref at));
            }
        }

        End(words, commands);
        return commands.ToImmutable();
    }

    /// <summary>The commands of an argument vector: a word that ends in <c>;</c> ends one, and one that ends in <c>\;</c> means a <c>;</c>.</summary>
    public static ImmutableArray<ImmutableArray<string>> Split(IEnumerable<string> vector)
    {
        var commands = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var word in vector)
        {
            if (!word.EndsWith(';'))
            {
                words.Add(word);
            }
            else if (word.EndsWith("\\;", StringComparison.Ordinal))
            {
                words.Add($"{word[..^2]};");
            }
            else
            {
                if (word.Length > 1)
                {
                    words.Add(word[..^1]);
                }

                End(words, commands);
            }
        }

        End(words, commands);
        return commands.ToImmutable();
    }

    private static void End(ImmutableArray<string>.Builder words, ImmutableArray<ImmutableArray<string>>.Builder commands)
    {
        if (words.Count > 0)
        {
            commands.Add(words.ToImmutable());
            words.Clear();
        }
    }

    private static string Word(string line, ref int at)
    {
        var word = new StringBuilder();
        while (at < line.Length && line[at] is not (' ' or '\t' or ';'))
        {
            switch (line[at])
            {
                case '\'':
                    var close = line.IndexOf('\'', at + 1);
                    word.Append(close < 0 ? line[(at + 1)..] : line[(at + 1)..close]);
                    at = close < 0 ? line.Length : close + 1;
                    break;
                case '"':
                    DoubleQuoted(line, ref at, word);
                    break;
                case '\\':
                    Escape(line, ref at, word);
                    break;
                default:
                    word.Append(line[at++]);
                    break;
            }
        }

        return word.ToString();
    }

    private static void DoubleQuoted(string line, ref int at, StringBuilder word)
    {
        for (at++; at < line.Length && line[at] != '"';)
        {
            if (line[at] == '\\')
            {
                Escape(line, ref at, word);
            }
            else
            {
                word.Append(line[at++]);
            }
        }

        at = Math.Min(at + 1, line.Length);
    }

    private static void Escape(string line, ref int at, StringBuilder word)
    {
        at++;
        if (at + 2 < line.Length && line.AsSpan(at, 3).IndexOfAnyExceptInRange('0', '7') < 0)
        {
            word.Append((char)Convert.ToInt32(line.Substring(at, 3), 8));
            at += 3;
        }
        else if (at < line.Length)
        {
            word.Append(line[at++]);
        }
    }
}

/// <summary>A command's words, taken apart.</summary>
internal sealed class CommandWords
{
    private readonly Dictionary<char, string> _options = [];
    private readonly List<(char Letter, string Value)> _values = [];

    /// <param name="words">Name and arguments.</param>
    /// <param name="options">The letters it knows; a <c>:</c> follows those that take a value. Null: nothing is taken for an option.</param>
    /// <exception cref="TmuxRefusal">An option is not among them, or its value is missing.</exception>
    public CommandWords(ImmutableArray<string> words, string? options)
    {
        var at = 1;
        for (; options is not null && at < words.Length && words[at] is ['-', _, ..] word; at++)
        {
            if (word == "--")
            {
                at++;
                break;
            }

            for (var i = 1; i < word.Length; i++)
            {
                var known = options.IndexOf(word[i], StringComparison.Ordinal);
                if (known < 0 || word[i] == ':')
                {
                    throw new TmuxRefusal($"command {words[0]}: unknown flag -{word[i]}");
                }

                if (known + 1 >= options.Length || options[known + 1] != ':')
                {
                    _options[word[i]] = "";
                    continue;
                }

                _options[word[i]] = i < word.Length - 1 ? word[(i + 1)..]
                    : ++at < words.Length ? words[at]
                    : throw new TmuxRefusal($"command {words[0]}: -{word[i]} expects an argument");
                _values.Add((word[i], _options[word[i]]));
                break;
            }
        }

        All = words;
        Rest = [.. words.Skip(at)];
    }

    public ImmutableArray<string> All { get; }

    public string Name => All[0];

    /// <summary>What follows the options.</summary>
    public ImmutableArray<string> Rest { get; }

    public bool Has(char letter) => _options.ContainsKey(letter);

    public string? Value(char letter) => _options.GetValueOrDefault(letter);

    /// <summary>The values of an option that may be given several times.</summary>
    public ImmutableArray<string> Values(char letter) => [.. _values.Where(given => given.Letter == letter).Select(given => given.Value)];

    /// <summary>The one word that follows the options.</summary>
    public string Only => Rest.Length == 1 ? Rest[0] : throw new TmuxRefusal($"command {Name}: wrong number of arguments");
}

/// <summary>tmux's own words when it does not do what it is told.</summary>
internal sealed class TmuxRefusal(string words) : Exception(words);
