import { Users } from '@gitbeaker/rest';
import { forgeActions } from './forge-messages.ts';
import { askGitlab } from './gitlab-client.ts';

/** The user whose token this is: asked for once. */
export class TokenOwner {
  private readonly users: InstanceType<typeof Users>;
  private asked: Promise<number> | undefined;

  constructor(options: ConstructorParameters<typeof Users>[0]) {
    this.users = new Users(options);
  }

  id(): Promise<number> {
    this.asked ??= this.ask();
    return this.asked;
  }

  private async ask(): Promise<number> {
    try {
      const { id } = await askGitlab(forgeActions.askOwner, () => this.users.showCurrentUser());
      return id;
    } catch (error) {
      // A refusal is no answer: who asks later asks again.
      this.asked = undefined;
      throw error;
    }
  }
}
