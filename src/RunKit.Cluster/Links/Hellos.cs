using RunKit.Cluster.Certificates;

namespace RunKit.Cluster.Links;

/// <summary>Asks nodes who they are, and answers when they ask. The link's actor owns it.</summary>
internal sealed class Hellos(LinkContext context, Akka.Cluster.Cluster cluster, Peers peers)
{
    private string Own => context.Facts.Listen;

    /// <summary>The hello for a node; what it answered before counts until it answers this.</summary>
    public Hello Ask(Peer peer)
    {
        peer.Asked = Recognition.NewNonce();
        return new Hello(
            Recognition.Protocol,
            context.Facts.Name,
            Own,
            cluster.SelfUniqueAddress.Uid,
            peer.Asked,
            context.Identity.Certificate.RawData,
            Addresses.IslandOf(cluster),
            context.RevokedText,
            Back: !peer.HasKeyToSpeak);
    }

    /// <summary>The answer to a hello; null where it deserves none.</summary>
    /// <param name="isServed">Who asked is talked to.</param>
    public HelloAnswer? Answer(Hello hello, out bool isServed)
    {
        isServed = false;
        if (hello.Address == Own || ListenAddress.Parse(hello.Address) is null)
        {
            return null;
        }

        using var certificate = peers.ReadMember(hello.Certificate, hello.Node, hello.Address);
        if (certificate is null)
        {
            return null;
        }

        isServed = peers.Serves(hello.Node, hello.Address, hello.Protocol);
        var answer = new HelloAnswer(
            Recognition.Protocol,
            context.Facts.Name,
            Own,
            cluster.SelfUniqueAddress.Uid,
            hello.Nonce,
            context.Identity.Certificate.RawData,
            Addresses.IslandOf(cluster),
            context.RevokedText,
            hello.Address,
            []);
        return Recognition.Sign(answer, context.Identity.Certificate);
    }

    /// <summary>Who asked may be talked to from now on. That it is who it says it is, is shown when it understands.</summary>
    public void Accept(Hello hello, Peer peer)
    {
        using var certificate = peers.ReadMember(hello.Certificate, hello.Node, hello.Address);
        if (certificate is not null)
        {
            peer.MaySend(hello.Node, hello.Nonce, Recognition.Agree(context.Identity.Certificate, certificate, hello.Nonce, context.Facts.Name, hello.Node));
        }
    }

    /// <summary>Takes an answer in; false when it is none to the last hello, or not that node's own.</summary>
    public bool Accept(HelloAnswer answer, Peer peer)
    {
        if (answer.Nonce != peer.Asked || answer.To != Own)
        {
            return false;
        }

        using var certificate = peers.ReadMember(answer.Certificate, answer.Node, answer.Address);
        if (certificate is null || !Recognition.IsSigned(answer, certificate) || !peers.Serves(answer.Node, answer.Address, answer.Protocol))
        {
            return false;
        }

        peer.Asked = null;
        peer.Recognise(
            answer.Node,
            answer.Incarnation,
            certificate.SerialNumber,
            answer.Nonce,
            Recognition.Agree(context.Identity.Certificate, certificate, answer.Nonce, answer.Node, context.Facts.Name));
        return true;
    }
}
