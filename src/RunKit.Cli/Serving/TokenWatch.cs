using Microsoft.Extensions.Logging;
using RunKit.Api.Security;

namespace RunKit.Cli.Serving;

/// <summary>
/// The tokens as their file has them now. The file is looked at when somebody asks, at most once a second, and read when it has changed, so
/// that a token can be taken away while the node runs. One that cannot be used changes nothing, and the log says why.
/// </summary>
internal sealed partial class TokenWatch
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private AccessTokens _tokens;
    private Stamp? _seen;
    private long _looked;

    private TokenWatch(string path, AccessTokens tokens, Stamp? seen, TimeProvider time) =>
        (_path, _tokens, _seen, _time, _looked) = (path, tokens, seen, time, time.GetTimestamp());

    /// <exception cref="VerbException">The file cannot be used, or others can read it.</exception>
    public static TokenWatch Open(string path, TimeProvider time)
    {
        // The first makes the file where there is none; what is read later than it was looked at is never too old.
        TokenFile.Load(path);
        var seen = Stamp.Of(path);
        return new TokenWatch(path, TokenFile.Load(path), seen, time);
    }

    /// <summary>The tokens that count now.</summary>
    /// <param name="log">Hears of a file that has changed.</param>
    public AccessTokens Current(ILogger log)
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_looked) >= BetweenLooks)
            {
                _looked = _time.GetTimestamp();
                Look(log);
            }

            return _tokens;
        }
    }

    private void Look(ILogger log)
    {
        var now = Stamp.Of(_path);
        if (now == _seen)
        {
            return;
        }

        _seen = now;
        try
        {
            _tokens = TokenFile.Read(_path);
            LogRead(log, _path);
        }
        catch (VerbException e)
        {
            LogKept(log, e.Message);
        }
    }

    [LoggerMessage(2, LogLevel.Information, "the token file {Path} has changed; its tokens count from now on")]
    private static partial void LogRead(ILogger log, string path);

    [LoggerMessage(3, LogLevel.Warning, "{Problem}; the tokens that it held before still count")]
    private static partial void LogKept(ILogger log, string problem);

    /// <summary>What tells one state of the file from another without reading it.</summary>
    private sealed record Stamp(DateTime Written, long Length, UnixFileMode Mode)
    {
        /// <summary>Null where there is no file, or none that can be looked at.</summary>
        public static Stamp? Of(string path)
        {
            try
            {
                var file = new FileInfo(path);
                return file.Exists ? new Stamp(file.LastWriteTimeUtc, file.Length, file.UnixFileMode) : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
