using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RunKit.Api.Security;

/// <summary>
/// The keys to the API. Their text has a line for each, <c>NAME SCOPE TOKEN</c> or <c>NAME SCOPE sha256:HASH</c>, which may go on with
/// <c>servers=GLOB</c> and <c>until=MOMENT</c>; the scopes are <c>read</c>, <c>input</c>, <c>manage</c> and <c>admin</c>. Empty lines and those that
/// begin with <c>#</c> count for nothing.
/// </summary>
public sealed class AccessTokens
{
    /// <summary>How many characters a token has at least.</summary>
    public const int ShortestToken = 20;

    /// <summary>What a line has before the hash of a token that is not kept itself.</summary>
    public const string HashMark = "sha256:";

    private const string ServersMark = "servers=";
    private const string UntilMark = "until=";
    private const int LongestToken = 512;
    private const int LongestName = 64;
    private const int RandomBytes = 32;
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    private readonly ImmutableArray<AccessToken> _tokens;

    private AccessTokens(ImmutableArray<AccessToken> tokens) => _tokens = tokens;

    /// <summary>A new line with a token of 256 random bits.</summary>
    public static string NewLine(string name, AccessScope scope) =>
        $"{name} {KebabCase.Of(scope)} {NewSecret()}";

    /// <summary>A new token, and the line to keep of it, from which nobody learns it.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="scope">What it opens.</param>
    /// <param name="servers">Which servers it reaches, by name (<c>*</c> and <c>?</c>); null for all.</param>
    /// <param name="until">When it ends; null for never.</param>
    /// <exception cref="FormatException">That makes no line; the message says why.</exception>
    public static (string Token, string Line) NewHashed(string name, AccessScope scope, string? servers, DateTimeOffset? until)
    {
        var token = NewSecret();
        string?[] words =
        [
            name,
            KebabCase.Of(scope),
            HashMark + Convert.ToHexStringLower(Hash(token)),
            servers is null ? null : ServersMark + servers,
            until is null ? null : UntilMark + until.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ];
        var line = string.Join(' ', words.Where(word => word is not null));
        Parse(line);
        return (token, line);
    }

    /// <summary>What there is to say of each, without what it is.</summary>
    public ImmutableArray<TokenFacts> Describe() => [.. _tokens.Select(token => new TokenFacts(token.Name, token.Scope, token.Servers, token.Until))];

    /// <exception cref="FormatException">A line cannot be read, or there is no token; the message is one line and shows no token.</exception>
    public static AccessTokens Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = ImmutableArray.CreateBuilder<AccessToken>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words is [] or [['#', ..], ..])
            {
                continue;
            }

            if (Problem(words) is { } problem)
            {
                throw new FormatException($"line {i + 1}: {problem}");
            }

            if (tokens.Any(token => token.Name == words[0]))
            {
                throw new FormatException($"line {i + 1}: there is another token named {words[0]}");
            }

            tokens.Add(new AccessToken(words[0], Scope(words[1])!.Value, HashOf(words[2]), Value(words, ServersMark), Moment(Value(words, UntilMark))));
        }

        return tokens.Count > 0 ? new AccessTokens(tokens.ToImmutable()) : throw new FormatException("it holds no token");
    }

    /// <summary>Whether a token that was found once counts still, just as it was.</summary>
    internal bool Holds(AccessToken token, DateTimeOffset now) =>
        token.IsValid(now) && _tokens.Any(candidate => candidate with { Hash = token.Hash } == token && candidate.Hash.SequenceEqual(token.Hash));

    /// <summary>Whose token it is; null when it is nobody's, or has ended. Takes the same time whichever it is.</summary>
    internal AccessToken? Find(string presented, DateTimeOffset now)
    {
        var hash = Hash(presented);
        AccessToken? found = null;
        foreach (var token in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(token.Hash.AsSpan(), hash))
            {
                found = token;
            }
        }

        return found?.IsValid(now) == true ? found : null;
    }

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    private static ImmutableArray<byte> HashOf(string secret) =>
        secret.StartsWith(HashMark, StringComparison.Ordinal) ? [.. Convert.FromHexString(secret[HashMark.Length..])] : [.. Hash(secret)];

    private static string? Value(string[] words, string mark) =>
        words.Skip(3).FirstOrDefault(word => word.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..];

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string? Problem(string[] words)
    {
        if (words.Length < 3 || words.Skip(3).Any(word => !word.StartsWith(ServersMark, StringComparison.Ordinal) && !word.StartsWith(UntilMark, StringComparison.Ordinal)))
        {
            return "a token is NAME SCOPE TOKEN";
        }

        if (words[0].Length > LongestName || !words[0].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            return $"a name has 1 to {LongestName} letters, digits, '_', '.' and '-'";
        }

        if (Scope(words[1]) is null)
        {
            return "a scope is read, input, manage or admin";
        }

        return SecretProblem(words[2]) ?? LimitProblem(words);
    }

    private static string? SecretProblem(string secret)
    {
        if (secret.StartsWith(HashMark, StringComparison.Ordinal))
        {
            var digits = secret[HashMark.Length..];
            return digits.Length == SHA256.HashSizeInBytes * 2 && digits.All(char.IsAsciiHexDigit) ? null : $"{HashMark} goes with the 64 hexadecimal digits of a hash";
        }

        return secret.Length is < ShortestToken or > LongestToken || secret.Any(c => c is < '!' or > '~')
            ? $"a token has {ShortestToken} to {LongestToken} characters of ASCII"
            : null;
    }

    // A limit that cannot be read must not be taken for none.
    private static string? LimitProblem(string[] words)
    {
        if (words.Skip(3).Select(word => word[..word.IndexOf('=', StringComparison.Ordinal)]).GroupBy(key => key).Any(same => same.Count() > 1))
        {
            return "a limit is said once";
        }

        if (Value(words, ServersMark) is { } servers && (servers.Length == 0 || !servers.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '*' or '?')))
        {
            return $"{ServersMark} goes with a name of servers, in which * and ? match";
        }

        return Value(words, UntilMark) is { } until && Moment(until) is null ? $"{UntilMark} goes with a moment such as 2026-11-27T17:00:00Z" : null;
    }

    private static AccessScope? Scope(string word) => word switch
    {
        "read" => AccessScope.Read,
        "input" => AccessScope.Input,
        "manage" => AccessScope.Manage,
        "admin" => AccessScope.Admin,
        _ => null,
    };
}
