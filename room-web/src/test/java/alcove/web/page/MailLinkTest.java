package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MailLinkTest {
  @Test
  void link_ofAnyText_keepsAllOfIt() {
    assertThat(MailLink.of("Fünf & mehr", "a+b=c?\nhttps://x.example/?y=z#%"))
        .isEqualTo(
            "mailto:?subject=F%C3%BCnf%20%26%20mehr"
                + "&body=a%2Bb%3Dc%3F%0D%0Ahttps%3A%2F%2Fx.example%2F%3Fy%3Dz%23%25");
  }
}
