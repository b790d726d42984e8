using System.Net.Sockets;
using RunKit.Tmux.Ports;

namespace RunKit.Tmux.Linux;

/// <summary>
/// The file descriptors that this process does not give away. To start a thread, .NET on Linux needs two for a moment, and a process whose
/// thread pool cannot have another thread ends ("Out of memory."). So what opens for others, who may be many, asks here first.
/// </summary>
public static class DescriptorReserve
{
    /// <summary>How many are kept back: more than threads, files and one-shot processes need at once. Of a small limit a quarter.</summary>
    public const int Size = 64;

    /// <summary>
    /// Whether nothing of the reserve is in use. It is a hint: others open and close meanwhile, which is what the reserve is for.
    /// Costs three system calls, about 4 µs.
    /// </summary>
    public static bool IsWhole => HasBeside(0);

    /// <summary>Whether so many are free beside the reserve; of a small limit a quarter is enough.</summary>
    public static bool HasBeside(int more)
    {
        var limit = Libc.DescriptorLimit();
        var lowestFree = Libc.LowestFreeDescriptor();
        var kept = Math.Min(Size, limit / 4) + Math.Min((ulong)more, limit / 4);
        return lowestFree >= 0 && (ulong)lowestFree < limit - kept;
    }

    /// <summary>What a caller is told who is refused because of it.</summary>
    public static string Problem => $"the {Libc.DescriptorLimit()} file descriptors of RunKit's process are used up but for a reserve (ulimit -n)";

    /// <summary>Why nothing is sent while the reserve is in use; null while it is whole.</summary>
    internal static TmuxResult.NotSent? NotSent => IsWhole ? null : new(NotSentReason.NoDescriptor, Problem);

    /// <exception cref="SocketException">The reserve would be used.</exception>
    internal static void Spare()
    {
        if (!IsWhole)
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets, Problem);
        }
    }
}
