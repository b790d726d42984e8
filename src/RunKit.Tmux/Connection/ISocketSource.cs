namespace RunKit.Tmux.Connection;

/// <summary>The directory where tmux keeps its sockets.</summary>
public interface ISocketSource
{
    /// <summary>The directory's absolute path.</summary>
    string Directory { get; }

    /// <summary>Reads the directory now. Failing is an answer of its own: it never looks like an empty directory.</summary>
    SocketListing List();

    /// <summary>Looks at one name now; null when there is no such file or it is none of tmux's.</summary>
    SocketEntry? Find(string name);

    /// <summary>
    /// Reports changes until disposed. <paramref name="onChange"/> is called from any thread and must only enqueue. Changes may be
    /// missed and repeated: each means "look again".
    /// </summary>
    IDisposable Watch(Action<SocketChange> onChange);
}

/// <summary>A socket file. A new <paramref name="Inode"/> under the same name is another socket.</summary>
/// <param name="FileName">The file's name; it may be one that <see cref="ServerName"/> refuses.</param>
/// <param name="Inode">The file's inode and creation, as one opaque value.</param>
public sealed record SocketEntry(string FileName, SocketInode Inode);

/// <summary>Tells one file from another of the same name.</summary>
public readonly record struct SocketInode(ulong Device, ulong Number, long ChangedNanoseconds);

/// <summary>What a reading of the directory came to.</summary>
public abstract record SocketListing
{
    /// <summary>These sockets are there, and which directory it is (it may be deleted and made again under the same path).</summary>
    public sealed record Listed(ImmutableArray<SocketEntry> Sockets, SocketInode Directory) : SocketListing;

    /// <summary>The directory itself does not exist, and so no socket in it.</summary>
    public sealed record Absent : SocketListing;

    /// <summary>It could not be read; nothing follows for any server.</summary>
    public sealed record Failed(string Reason) : SocketListing;
}

/// <summary>A hint that the directory has changed.</summary>
public abstract record SocketChange
{
    /// <summary>A file of that name was made or moved there.</summary>
    public sealed record Appeared(string FileName) : SocketChange;

    /// <summary>A file of that name was deleted or moved away.</summary>
    public sealed record Disappeared(string FileName) : SocketChange;

    /// <summary>Events were lost, or the directory itself changed: read it all again.</summary>
    public sealed record Unsure(string Reason) : SocketChange;
}
