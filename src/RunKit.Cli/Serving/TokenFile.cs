using RunKit.Api.Security;
using RunKit.Tmux.Linux;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Cli.Serving;

/// <summary>The file with the node's tokens, which is its user's alone. A node makes it with one token when it is absent.</summary>
internal static class TokenFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LargestFile = 1024 * 1024;
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    private const string Explanation =
        "# Keys to this node's API, a line for each: NAME SCOPE TOKEN. Scopes: read, input, manage, admin. The node reads them again when the file changes.\n";

    /// <param name="configured">The file's path; empty for the usual place.</param>
    public static string PathOf(string configured)
    {
        if (configured.Length > 0)
        {
            return configured;
        }

        var state = StateDirectory.Find() ?? throw new VerbException("there is no home directory to keep tokens in; name a file with runkit.http.token-file");
        return Path.Combine(state, "tokens");
    }

    /// <exception cref="VerbException">The file cannot be used, or others can read it.</exception>
    public static AccessTokens Load(string path)
    {
        if (PrivateDirectory.Ensure(Path.GetDirectoryName(path)!) is { } problem)
        {
            throw new VerbException(
                $"{problem.Split(';')[0]}; tokens need a directory of this user alone (chmod 700), or another one with runkit.http.token-file");
        }

        try
        {
            var file = new FileInfo(path);
            if (!file.Exists && file.LinkTarget is null)
            {
                Make(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }

        return Read(path);
    }

    /// <exception cref="VerbException">The file is not there, cannot be used, or others can read it.</exception>
    public static AccessTokens Read(string path)
    {
        try
        {
            return AccessTokens.Parse(TextOf(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>The first token of a file: of one like the node's own, or of one that holds a token and nothing else.</summary>
    /// <exception cref="VerbException">There is none, or others can read it.</exception>
    public static string First(string path)
    {
        if (!File.Exists(path))
        {
            throw new VerbException($"there is no token file {path}; name the one with the node's token with --token-file");
        }

        try
        {
            var lines = TextOf(path).Split('\n').Select(line => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
            return lines.FirstOrDefault(words => words is not ([] or [['#', ..], ..] or [_, _, ['s', 'h', 'a', '2', '5', '6', ':', ..], ..])) switch
            {
                [_, _, var token, ..] => token,
                [var token] => token,
                null => throw new VerbException($"the token file {path} holds no token"),
                _ => throw new VerbException($"the token file {path} cannot be used: a line is NAME SCOPE TOKEN, or the token alone"),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>Changes the file's lines, as a whole and not beside somebody else who does.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <param name="change">Makes the new lines of the old ones.</param>
    /// <exception cref="VerbException">It cannot be written, or what is made cannot be used.</exception>
    public static void Change(string path, Func<ImmutableArray<string>, IEnumerable<string>> change)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        try
        {
            using var held = new FileStream($"{path}.lock", new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
            var text = string.Concat(change([.. TextOf(path).TrimEnd('\n').Split('\n')]).Select(line => line + "\n"));
            AccessTokens.Parse(text);
            using (var writer = new StreamWriter(draft, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                writer.Write(text);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw Unusable(path, e);
        }
    }

    // Written beside it and then linked: nobody finds half a file, and of two nodes that start at once one makes it.
    private static void Make(string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write($"{Explanation}{AccessTokens.NewLine("admin", AccessScope.Admin)}\n");
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private static VerbException Unusable(string path, Exception cause) => new($"the token file {path} cannot be used: {cause.Message}");

    private static string TextOf(string path)
    {
        var file = new FileInfo(path);
        if (!RegularFile.IsAt(path))
        {
            throw new VerbException($"the token file {path} is no plain file");
        }

        if ((file.UnixFileMode & ~(OwnerOnly | UnixFileMode.UserExecute)) != UnixFileMode.None)
        {
            throw new VerbException($"the token file {path} is open to others (mode {Convert.ToString((int)file.UnixFileMode, 8)}); run: chmod 600 {path}");
        }

        if (file.Length > LargestFile)
        {
            throw new VerbException($"the token file {path} is larger than {LargestFile} bytes");
        }

        return File.ReadAllText(path);
    }
}
