using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using RunKit.Api.Security;
using RunKit.Hosting;
using RunKit.Tmux.Linux;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Cli.Serving;

/// <summary>
/// The audit log as a file of this user alone: a line of JSON for each entry, appended in one write, so that several nodes can share it. It is
/// opened for each entry, so that one that was moved or removed is made again. A file that has grown large is put aside.
/// </summary>
internal sealed partial class AuditFile(AuditSettings settings, string path, ILogger log) : IAuditTrail
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExecute = 0x80000;

    // The one that differs between processors.
    private static readonly int NotThroughLinks = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>As it is where nothing is configured: for verbs, which read no configuration.</summary>
    public static readonly AuditSettings Usual = new("", 10 * 1024 * 1024, 5);

    private readonly Lock _lock = new();
    private string? _problem;

    /// <param name="configured">The file's path; empty for the usual place.</param>
    /// <exception cref="VerbException">There is no usual place: no home directory.</exception>
    public static string PathOf(string configured) => configured.Length > 0
        ? configured
        : Path.Combine(StateDirectory.Find() ?? throw new VerbException("there is no home directory to keep the audit log in; name a file with runkit.audit.file"), "audit.jsonl");

    /// <summary>The file and those put aside, oldest first.</summary>
    public static IEnumerable<string> AllOf(string path)
    {
        var aside = new List<string>();
        for (var number = 1; File.Exists(Aside(path, number)); number++)
        {
            aside.Insert(0, Aside(path, number));
        }

        return File.Exists(path) ? [.. aside, path] : aside;
    }

    /// <summary>Why entries cannot be kept there, in one line; null when they can.</summary>
    public static string? Problem(string path) =>
        PrivateDirectory.Ensure(Path.GetDirectoryName(path)!)?.Split(';')[0]
        ?? (Path.Exists(path) && !RegularFile.IsAt(path) ? $"{path} is no plain file" : null);

    public void Write(AuditEntry entry)
    {
        lock (_lock)
        {
            var problem = Keep(entry.ToJson());
            if (problem is not null && problem != _problem)
            {
                LogNotKept(log, path, problem);
            }

            _problem = problem;
        }
    }

    private string? Keep(byte[] json)
    {
        try
        {
            if (Problem(path) is { } problem)
            {
                return problem;
            }

            PutAside(json.Length + 1);
            using var file = Open();
            RandomAccess.Write(file, (byte[])[.. json, (byte)'\n'], 0);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private SafeFileHandle Open()
    {
        var descriptor = Open(path, WriteOnly | Create | Append | CloseOnExecute | NotThroughLinks, (int)OwnerOnly);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    // Of two nodes one does it: the other finds the lock taken, and writes where it is.
    private void PutAside(int coming)
    {
        if (!IsFull(coming) || TryLock() is not { } held)
        {
            return;
        }

        using (held)
        {
            if (!IsFull(coming))
            {
                return;
            }

            File.Delete(Aside(path, settings.Keep));
            for (var number = settings.Keep - 1; number >= 1; number--)
            {
                if (File.Exists(Aside(path, number)))
                {
                    File.Move(Aside(path, number), Aside(path, number + 1));
                }
            }

            File.Move(path, Aside(path, 1));
        }
    }

    private bool IsFull(int coming) => new FileInfo(path) is { Exists: true } file && file.Length + coming > settings.MaxBytes;

    private FileStream? TryLock()
    {
        try
        {
            return new FileStream($"{path}.lock", new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Aside(string path, int number) => $"{path}.{number}";

    [LoggerMessage(5, LogLevel.Error, "the audit file {Path} cannot be written: {Problem}; its lines are in this log alone")]
    private static partial void LogNotKept(ILogger log, string path, string problem);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);
}
