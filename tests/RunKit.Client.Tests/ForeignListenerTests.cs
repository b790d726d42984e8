using RunKit.Api.Security;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RunKit.Client.Tests;

/// <summary>A listener that is not ours. Root hands a socket over to another user; for who is not root, this process is the other user.</summary>
public sealed partial class ForeignListenerTests
{
    private const uint Nobody = 65534;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Another_user_who_listened_first_is_sent_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var me = HandOver(listener.Server);
        var address = NodeAddress.Url(new Uri($"http://{listener.LocalEndpoint}"), "secret-secret-secret");

        var failure = await Should.ThrowAsync<NodeUnreachableException>(
            () => HttpControlPlane.ConnectAsync(As(address, me), CancellationToken.None));

        failure.Message.ShouldStartWith($"nothing was sent to http://{listener.LocalEndpoint}: user ");
        failure.Message.ShouldNotContain('\n');
        (await ReceiveAsync(listener).WaitAsync(Limit)).ShouldBe(0);
    }

    [Fact]
    public async Task Our_own_listener_is_asked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = ReceiveAsync(listener);
        var address = NodeAddress.Url(new Uri($"http://{listener.LocalEndpoint}"), "secret-secret-secret");

        await Should.ThrowAsync<NodeUnreachableException>(() => HttpControlPlane.ConnectAsync(address, CancellationToken.None));

        (await received.WaitAsync(Limit)).ShouldBeGreaterThan(0);
    }

    // Root's listeners are everybody's: they have to be another user's for this.
    private static uint HandOver(Socket socket)
    {
        if (SystemUser.Own != 0)
        {
            return SystemUser.Own + 1;
        }

        ChangeOwner((int)socket.Handle, Nobody, Nobody).ShouldBe(0);
        return 0;
    }

    private static NodeAddress As(NodeAddress address, uint user)
    {
        address.User = user;
        return address;
    }

    private static async Task<int> ReceiveAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptTcpClientAsync();
        return await caller.GetStream().ReadAsync(new byte[4096]);
    }

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(int descriptor, uint user, uint group);
}
