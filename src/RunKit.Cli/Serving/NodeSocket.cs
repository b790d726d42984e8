using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using RunKit.Tmux.Linux.Processes;
using RunKit.Tmux.Linux.Sockets;

namespace RunKit.Cli.Serving;

/// <summary>
/// The node's unix socket, from the claim on its path to its removal. Its mode is the key to the node: 0600, in a directory that is 0700.
/// A lock beside it decides between two nodes that start at once.
/// </summary>
internal sealed class NodeSocket : IDisposable
{
    // EWOULDBLOCK, of flock(2).
    private const int LockedByAnother = 11;

    private FileStream _lock;
    private bool _isAnothers;

    private NodeSocket(string path, FileStream held, Socket socket) => (Path, _lock, Socket) = (path, held, socket);

    public string Path { get; }

    /// <summary>Bound, and not listening yet.</summary>
    public Socket Socket { get; private set; }

    /// <summary>Whether anything lies where the socket is to be.</summary>
    public bool IsThere => System.IO.Path.Exists(Path);

    /// <exception cref="VerbException">A node runs already, or the place cannot be used.</exception>
    public static NodeSocket Claim(string path)
    {
        var socket = CommandLine.NodeOption.Checked(path);
        if (PrivateDirectory.Ensure(System.IO.Path.GetDirectoryName(path)!) is { } problem)
        {
            throw new VerbException(problem);
        }

        var held = Lock(path);
        try
        {
            switch (SocketProbe.Probe(socket))
            {
                case ProbeVerdict.Absent:
                    break;
                case ProbeVerdict.Refused:
                    // A node that was killed left it; nobody listens there, and the lock says that nobody is about to.
                    File.Delete(path);
                    break;
                case ProbeVerdict.NotOurs notOurs:
                    throw new VerbException($"{notOurs.Reason}; remove it, or name another place with --node");
                default:
                    throw AlreadyRuns(path);
            }

            return new NodeSocket(path, held, Bind(path));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes the socket again where it was removed, perhaps with its lock and its directory.</summary>
    /// <returns>Why it cannot be made, in one line; null when it is.</returns>
    public string? Renew()
    {
        try
        {
            if (PrivateDirectory.Ensure(System.IO.Path.GetDirectoryName(Path)!) is { } problem)
            {
                return problem;
            }

            if (!File.Exists(LockOf(Path)))
            {
                // Nobody else can have it but a node that has started since: that one may keep the place.
                var held = Lock(Path);
                _lock.Dispose();
                _lock = held;
            }

            Socket = Bind(Path);
            _isAnothers = false;
            return null;
        }
        catch (VerbException e)
        {
            _isAnothers = true;
            return e.Message;
        }
    }

    // With its mode, before anybody can connect to it; and before anything else is started, so that a full disk stops no half of a node.
    private static Socket Bind(string path)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return socket;
        }
        catch (SocketException e)
        {
            throw new VerbException($"the node's socket {path} cannot be made ({e.Message}); look for space and inodes (df -i), or name another place with --node");
        }
    }

    public void Dispose()
    {
        if (!_isAnothers)
        {
            File.Delete(Path);
        }

        Socket.Dispose();
        _lock.Dispose();
    }

    // The system releases the lock with the process, however that ends. The file stays: removing it would let two nodes lock two files.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(LockOf(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == LockedByAnother)
        {
            throw AlreadyRuns(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException($"the lock {LockOf(path)} cannot be made ({e.Message}); look for space and inodes (df -i), or name another place with --node");
        }
    }

    private static string LockOf(string path) => $"{path}.lock";

    private static VerbException AlreadyRuns(string path) => new($"a node already runs at {path}{Holder(path)}; name another place with --node");

    // A node that is just starting has the lock and does not listen yet.
    private static string Holder(string path) =>
        SocketProbe.Probe(CommandLine.NodeOption.Checked(path)) is ProbeVerdict.Alive alive ? $" (pid {alive.Pid})" : "";
}
