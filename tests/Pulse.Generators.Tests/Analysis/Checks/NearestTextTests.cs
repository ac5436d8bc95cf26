using Pulse.Generators.Analysis.Checks;

namespace Pulse.Generators.Tests.Analysis.Checks;

public class NearestTextTests
{
    [Theory]
    [InlineData("Completed", "completed")]
    [InlineData("claimExpired", "claim-expired")]
    [InlineData("CLAIM_EXPIRED", "claim-expired")]
    [InlineData("complet", "completed")]
    [InlineData("excpetion", "exception")]
    [InlineData("ompleted", "completed")]
    [InlineData("fialed", "failed")]
    public void A_typing_error_is_near(string text, string known) => Assert.Equal(known, NearestText.Of(text, [known]));

    [Theory]
    [InlineData("dequeued", "enqueued")]
    [InlineData("unlocked", "locked")]
    [InlineData("unsubscribed", "subscribed")]
    [InlineData("fail", "failed")]
    [InlineData("gcp-1", "gcp-2")]
    [InlineData("new", "now")]
    [InlineData("", "low")]
    [InlineData("--", "low")]
    public void Another_word_is_not_near(string text, string known) => Assert.Null(NearestText.Of(text, [known]));
}
